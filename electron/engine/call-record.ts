import type { ServiceError } from '../../shared/errors.ts'
import type { AuditLog } from './audit/audit-log.ts'
import { principalAccountId, principalArn, type Caller } from './caller.ts'
import type { Host } from './host.ts'

const MICROS_PER_MS = 1000

/** Gathers what the activity record says of one call while the call runs. */
export class CallRecord {
  readonly #host: Host
  readonly #audit: AuditLog
  readonly #caller: Caller
  readonly #operation: string
  readonly #isRecorded: boolean
  readonly #startedMs: number
  readonly #resources: string[] = []
  #decision = ''

  constructor(host: Host, audit: AuditLog, caller: Caller, operation: string, isRecorded: boolean, startedMs = host.clock.monotonicMs()) {
    this.#host = host
    this.#audit = audit
    this.#caller = caller
    this.#operation = operation
    this.#isRecorded = isRecorded
    this.#startedMs = startedMs
  }

  addResource(resource: string | null): void {
    if (resource !== null && !this.#resources.includes(resource)) this.#resources.push(resource)
  }

  addDecision(action: string, words: string): void {
    this.#decision += this.#decision === '' ? `${action}: ${words}` : `; ${action}: ${words}`
  }

  /** Forgets what was decided, for it is decided again. */
  forgetDecisions(): void {
    this.#decision = ''
  }

  /** Puts a write on record before it happens; rejects when that fails, and then the write must not happen. */
  async writeRequest(): Promise<void> {
    if (this.#isRecorded) await this.#write('allowed', undefined, 'request')
  }

  /** Puts the outcome on record; a value may leave only after this. */
  async writeResult(error: ServiceError | null): Promise<void> {
    if (!this.#isRecorded) return
    const outcome = error === null ? 'allowed' : error.code === 'AccessDeniedException' ? 'refused' : 'failed'
    await this.#write(outcome, error?.code, 'result')
  }

  #write(outcome: 'allowed' | 'refused' | 'failed', errorCode: string | undefined, phase: 'request' | 'result'): Promise<void> {
    const { principal, region, requestId, door, accessKeyId, sourceIp } = this.#caller
    return this.#audit.append({
      id: this.#host.random.uuid(),
      timeMs: this.#host.clock.nowMs(),
      door,
      principalArn: principalArn(principal, region),
      accountId: principalAccountId(principal),
      operation: this.#operation,
      resources: this.#resources,
      region,
      requestId,
      outcome,
      durationMicros: Math.round((this.#host.clock.monotonicMs() - this.#startedMs) * MICROS_PER_MS),
      phase,
      accessKeyId,
      sourceIp,
      errorCode,
      decision: this.#decision === '' ? undefined : this.#decision,
    })
  }
}
