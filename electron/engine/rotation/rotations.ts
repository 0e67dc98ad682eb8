import { ServiceError } from '../../../shared/errors.ts'
import type { CofferEvent } from '../../../shared/ipc/contract.ts'
import { parseArn } from '../../../shared/arn.ts'
import type { RegionData } from '../open-vault.ts'
import { type SecretRecord, versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { beginDue, nextRotationMomentMs, type TimeSense } from './due-rotations.ts'
import { settleTry } from './end-of-try.ts'
import { recordRotationEvent, type RotationEventName } from './rotation-events.ts'
import { activeRun, beginRun, changeRun } from './rotation-journal.ts'
import { RotationLocks } from './rotation-locks.ts'
import type { FinishedRun, RotationJob, RotationRun } from './rotation-record.ts'
import { arePaused, rotationSettingTable } from './rotation-setting.ts'
import type { FunctionRunParts } from './run-function.ts'
import { runRotation } from './run-rotation.ts'

export interface RotationsParts extends FunctionRunParts {
  readonly emit: (event: CofferEvent) => void
  /** What is due has changed: the owner of the timer asks again. */
  readonly changed: () => void
}

const AT_ONCE = 8
/** The clock went on by more than this while nothing ran: sleep, or a clock that somebody set. */
const JUMP_MS = 60 * 60_000
/** How long after a jump nothing begins, so that a wrong clock can be put right. */
const HOLD_MS = 60_000
/** How long after the end of a try could not be written the rotation is tried again. */
const UNWRITTEN_MS = 30_000
/** A timer that is later than this was held up by sleep. */
const LATE_MS = 60_000

interface InFlight {
  readonly controller: AbortController
  readonly isCatchUp: boolean
}

/**
 * Runs the rotations of an open vault: at most eight at once, those that catch up after days off one after the other. All that
 * it knows besides what runs is in the stores, so that the next start goes on where this one ends.
 */
export class Rotations {
  readonly #parts: RotationsParts
  readonly #locks = new RotationLocks()
  readonly #inFlight = new Map<string, InFlight>()
  #isClosed = false
  #awakeSinceMs: number
  #seen: { readonly wallMs: number; readonly monotonicMs: number }
  #plannedMs: number | null = null
  /** When runs whose end could not be written go on; the journal has no moment for them. */
  #unwrittenAtMs: number | null = null

  constructor(parts: RotationsParts) {
    this.#parts = parts
    const { clock } = parts.host
    this.#awakeSinceMs = clock.nowMs()
    this.#seen = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() }
    rotationSettingTable(parts.vault).onChange(() => {
      parts.changed()
      this.#pump()
    })
  }

  /** Follows a region that was opened; what was unfinished in it goes on. */
  watch(region: RegionData): void {
    region.rotation.jobs.onChange(({ before, after }) => this.#jobChanged(region, before, after))
    region.rotation.onRetryAsked((secretArn) => queueMicrotask(() => this.#retryNow(region.region, secretArn)))
    region.secrets.rows.onChange(({ before, after }) => {
      if (planOf(before) !== planOf(after)) this.#parts.changed()
    })
    queueMicrotask(() => this.#pump())
  }

  /** The next moment at which `runDue` has something to do; null for never, or not before something changes. */
  nextDueAtMs(): number | null {
    const { vault, host } = this.#parts
    if (arePaused(vault)) return (this.#plannedMs = null)
    const nowMs = host.clock.nowMs()
    // Retries that came due during a hold wait for its end, and nothing else wakes them.
    if (nowMs < this.#awakeSinceMs) return (this.#plannedMs = this.#awakeSinceMs)
    const moments = [...vault.regions.values()].map((region) => nextRotationMomentMs(region, this.#time(), nowMs)).filter((moment) => moment !== null)
    if (this.#unwrittenAtMs !== null) moments.push(this.#unwrittenAtMs)
    return (this.#plannedMs = moments.length === 0 ? null : Math.min(...moments))
  }

  /** Begins what is due. After a jump of the clock it only notes it, and is due again a minute later. */
  runDue(): void {
    const { vault, host } = this.#parts
    const nowMs = this.#look()
    if (arePaused(vault) || nowMs < this.#awakeSinceMs) return
    if (this.#unwrittenAtMs !== null && this.#unwrittenAtMs <= nowMs) this.#unwrittenAtMs = null
    for (const region of vault.regions.values()) beginDue(region, this.#time(), nowMs, () => host.random.uuid())
    this.#pump()
  }

  /** Ends what runs, for the vault is being sealed; the next start goes on. */
  close(): void {
    this.#isClosed = true
    for (const { controller } of this.#inFlight.values()) controller.abort()
  }

  #time(): TimeSense {
    return { awakeSinceMs: this.#awakeSinceMs }
  }

  /** Looks at the clock, and notices that it jumped or that the machine slept. */
  #look(): number {
    const { clock } = this.#parts.host
    const now = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() }
    const jumpMs = now.wallMs - this.#seen.wallMs - (now.monotonicMs - this.#seen.monotonicMs)
    if (jumpMs > JUMP_MS) this.#awakeSinceMs = now.wallMs + HOLD_MS
    else if (this.#plannedMs !== null && now.wallMs - this.#plannedMs > LATE_MS) this.#awakeSinceMs = now.wallMs
    // A clock that was set back must not keep everything waiting for the old time.
    else if (this.#awakeSinceMs > now.wallMs + HOLD_MS) this.#awakeSinceMs = now.wallMs
    this.#seen = now
    return now.wallMs
  }

  #pump(): void {
    const { vault, host } = this.#parts
    if (this.#isClosed || arePaused(vault)) return
    const nowMs = host.clock.nowMs()
    if (nowMs < this.#awakeSinceMs) return
    const ready = [...vault.regions.values()].flatMap((region) => [...region.rotation.jobs.all()].flatMap((job) => (this.#isReady(job, nowMs) ? [{ region: region.region, arn: job.id, run: job.active as RotationRun }] : [])))
    ready.sort((left, right) => (left.run.windowStartMs ?? left.run.createdAtMs) - (right.run.windowStartMs ?? right.run.createdAtMs))
    for (const { region, arn, run } of ready) {
      if (this.#inFlight.size >= AT_ONCE) return
      if (this.#inFlight.has(arn)) continue
      const isCatchUp = run.cause === 'catch-up'
      if (isCatchUp && [...this.#inFlight.values()].some((other) => other.isCatchUp)) continue
      const flight = { controller: new AbortController(), isCatchUp }
      this.#inFlight.set(arn, flight)
      void this.#drive(region, arn, run.token, flight.controller.signal)
    }
  }

  /** A run that says `running` and is not in flight was interrupted by the end of the process. */
  #isReady({ id, active }: RotationJob, nowMs: number): boolean {
    if (active === null || this.#inFlight.has(id)) return false
    return active.state === 'waiting' || active.state === 'running' || (active.nextTryAtMs !== undefined && active.nextTryAtMs <= nowMs)
  }

  async #drive(regionName: string, secretArn: string, token: string, signal: AbortSignal): Promise<void> {
    const { host, vault, execute } = this.#parts
    const regionOf = (): RegionData | null => (this.#isClosed ? null : (vault.regions.get(regionName) ?? null))
    try {
      this.#noteTry(regionOf(), secretArn, token)
      const started = (run: RotationRun): void => this.#record(run.kind === 'test' ? 'TestRotationStarted' : 'RotationStarted', secretArn, regionName)
      const end = await runRotation({ host, vault, execute, locks: this.#locks, regionOf, secretArn, token, signal, started })
      const region = signal.aborted ? null : regionOf()
      if (region !== null) settleTry({ region, secretArn, token, nowMs: host.clock.nowMs(), chance: (host.random.bytes(1)[0] ?? 0) / 256 }, end)
    } catch (thrown) {
      host.log.error('How a rotation ended could not be written; it goes on in a while, or at the next start', { secretArn, code: ServiceError.from(thrown).code })
      if (this.#isClosed) return
      this.#unwrittenAtMs = host.clock.nowMs() + UNWRITTEN_MS
      // Not pumped: it would be begun again at once.
      this.#parts.changed()
      return
    } finally {
      this.#inFlight.delete(secretArn)
    }
    if (this.#isClosed) return
    this.#parts.changed()
    this.#pump()
  }

  /** A run whose wait is over says so; after all tries failed, they are counted anew. */
  #noteTry(region: RegionData | null, secretArn: string, token: string): void {
    const run = region === null ? null : activeRun(region, secretArn)
    if (region === null || run === null || run.state === 'waiting' || run.state === 'running') return
    changeRun(region, secretArn, token, { state: 'waiting', nextTryAtMs: undefined, ...(run.state === 'failed' ? { failedTries: 0 } : {}) })
  }

  #jobChanged(region: RegionData, before: RotationJob | null, after: RotationJob | null): void {
    const arn = (after ?? before)?.id ?? ''
    this.#parts.emit({ type: 'rotation-changed', arn })
    const wasActive = before?.active ?? null
    const active = after?.active ?? null
    const newest = after?.history[0]
    if (newest !== undefined && newest.token !== before?.history[0]?.token) this.#recordEnd(newest, arn, region.region)
    else if (active?.failedTries !== undefined && active.failedTries > (wasActive?.failedTries ?? 0)) {
      this.#record('RotationFailed', arn, region.region, active.errorType)
      if (active.failedTries === 1) this.#parts.emit({ type: 'rotation-failed', arn, name: region.secrets.findByArn(arn)?.name ?? arn })
    }
    if (active?.state !== wasActive?.state || active?.nextTryAtMs !== wasActive?.nextTryAtMs) this.#parts.changed()
    if (active !== null && active.token !== wasActive?.token) queueMicrotask(() => this.#pump())
  }

  #recordEnd(run: FinishedRun, arn: string, region: string): void {
    const names: Readonly<Record<FinishedRun['outcome'], RotationEventName>> =
      run.kind === 'test'
        ? { succeeded: 'TestRotationSucceeded', failed: 'TestRotationFailed', abandoned: 'RotationAbandoned' }
        : { succeeded: 'RotationSucceeded', failed: 'RotationFailed', abandoned: 'RotationAbandoned' }
    this.#record(names[run.outcome], arn, region)
  }

  #record(name: RotationEventName, secretArn: string, region: string, errorType?: string): void {
    recordRotationEvent(this.#parts, { name, secretArn, accountId: parseArn(secretArn)?.accountId ?? '', region, errorType })
  }

  /** Tries again now: the unfinished run, or a new one for a version that carries AWSPENDING and belongs to none. */
  #retryNow(regionName: string, secretArn: string): void {
    const region = this.#isClosed ? undefined : this.#parts.vault.regions.get(regionName)
    const secret = region?.secrets.findByArn(secretArn) ?? null
    if (region === undefined || secret?.rotation?.enabled !== true || this.#inFlight.has(secretArn)) return
    const run = activeRun(region, secretArn)
    const nowMs = this.#parts.host.clock.nowMs()
    if (run !== null) changeRun(region, secretArn, run.token, { state: 'waiting', failedTries: 0, nextTryAtMs: undefined })
    const pending = versionWithStage(secret, AWSPENDING)
    if (run === null && pending !== null && !pending.stages.includes(AWSCURRENT)) {
      const { functionArn } = secret.rotation
      beginRun(region, secretArn, { token: pending.versionId, kind: 'rotation', cause: 'request', functionArn, createdAtMs: nowMs, state: 'waiting', failedTries: 0, postponements: 0, steps: [] })
    }
    this.#pump()
  }
}

/** All of a secret that decides when it rotates. Rows are copied with every write, so that their parts cannot be compared. */
function planOf(secret: SecretRecord | null): string {
  if (secret?.rotation === undefined || secret.deletedAtMs !== undefined || secret.replicaOf !== undefined) return ''
  const { enabled, nextWindow, rules } = secret.rotation
  return `${enabled} ${nextWindow?.startMs} ${rules !== undefined}`
}
