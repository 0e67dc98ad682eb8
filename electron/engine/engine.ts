import type { Caller, Principal } from './caller.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'

/** The one way into the vault. Doors authenticate, decode and encode; everything else is behind `execute`. */
export interface Engine {
  /**
   * Runs one operation. `input` and the answer are in wire form; operations without output answer undefined.
   * Throws `ServiceError` and nothing else.
   */
  execute(caller: Caller, operation: string, input: unknown): Promise<unknown>
  /** Cheap facts that a door needs before it can call. */
  status(): EngineStatus
  /** The access key's owner and secret, or null; always null unless the vault is unsealed. */
  findAccessKey(accessKeyId: string): AccessKeyIdentity | null
  /** Puts a call that a door refused by itself (bad signature, forbidden header) into the activity record. */
  recordRefusal(refusal: Refusal): void
  /** Calls back on changes until the returned function is called. */
  onEvent(listener: (event: CofferEvent) => void): () => void
  /** Closes files and erases keys. */
  close(): Promise<void>
}

export interface EngineStatus {
  readonly state: 'absent' | 'sealed' | 'unsealed'
  /** Regions of the open vault. */
  readonly regions: readonly string[]
  readonly homeRegion: string
  readonly defaultAccountId: string
}

export interface AccessKeyIdentity {
  readonly secretAccessKey: string
  readonly principal: Principal
  /** For temporary credentials: the token that must accompany the key. */
  readonly sessionToken?: string
  /** When the credentials end: always for temporary ones, and for keys that were made with an end. */
  readonly expiresAtMs?: number
}

export interface Refusal {
  readonly operation: string
  readonly errorCode: string
  readonly requestId: string
  readonly region: string
  readonly accessKeyId?: string
  readonly sourceIp?: string
}
