import type { Caller } from '../caller.ts'

/** One call, allowed or refused, as the audit keeps it. Never holds a value, a key or a token. */
export interface AuditRecord {
  readonly id: string
  /** When the call came, epoch milliseconds. */
  readonly timeMs: number
  readonly door: Caller['door']
  readonly principalArn: string
  readonly accountId: string
  readonly accessKeyId?: string | undefined
  readonly sourceIp?: string | undefined
  /** `secretsmanager:GetSecretValue` */
  readonly operation: string
  /** ARNs, or the SecretId as it was given when nothing was found. */
  readonly resources: readonly string[]
  readonly region: string
  readonly requestId: string
  readonly outcome: 'allowed' | 'refused' | 'failed'
  readonly errorCode?: string | undefined
  /** The statement that allowed or refused it. */
  readonly decision?: string | undefined
  readonly durationMicros: number
  /** `request` is written before a change is made, `result` after it. */
  readonly phase?: 'request' | 'result'
}

/** A record with its place in the log; sequences start at 1 and have no gaps. */
export interface AuditEntry extends AuditRecord {
  readonly sequence: number
}
