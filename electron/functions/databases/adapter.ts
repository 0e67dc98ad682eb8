import type { LoginFailure } from '../../engine/rotation/function-runner.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { FunctionSettings } from '../function-settings.ts'
import type { DatabaseSecret } from './database-secret.ts'
import type { TlsOptions } from './tls-choice.ts'

/** Longest time for a connection to stand, as in AWS's functions. */
export const CONNECT_TIMEOUT_MS = 5_000
/** Longest time for one statement: a lock that another session holds must not eat the whole run. */
export const STATEMENT_TIMEOUT_MS = 30_000

/** An open login. */
export interface Session {
  /** As the server sees it, where it can say so. */
  readonly isEncrypted: boolean
  /** `PostgreSQL 18.4 at db.example.com:5432`. */
  readonly server: string
  /** The read of testSecret. */
  read(): Promise<void>
  /** Sets the password of the user that is logged in; `previous` is the one it logged in with. */
  changeOwnPassword(next: Sensitive<string>, previous: Sensitive<string>): Promise<void>
  /** A text that two sessions share exactly when they talk to one server; null when it cannot be told. */
  identity(): Promise<string | null>
  /** Ends the connection; never rejects. */
  close(): Promise<void>
}

/** The two users of the alternating-users strategy. */
export interface TwinPlan {
  /** The user whose rights are copied. */
  readonly current: DatabaseSecret
  /** The account as the server calls it, learnt from current's session where a name alone is not enough (`app@10.%`). */
  readonly currentAccount: string | null
  readonly twin: string
  readonly password: Sensitive<string>
  readonly settings: FunctionSettings
  note(text: string): void
}

/** A session that may also do what a master user does, if the server lets it. */
export interface MasterSession extends Session {
  /** The account as the server calls it, where that is more than the user name (`app@10.%`); null otherwise. */
  readonly account: string | null
  /** Sets another user's password, for engines whose users may not set their own. */
  setPasswordOf?(username: string, next: Sensitive<string>, current: Sensitive<string>): Promise<void>
  /**
   * What the twin still lacks of current's rights, in words; empty when it is complete. Asked before a login that works is
   * believed: a first try may have made the twin and failed at a later grant.
   */
  twinLacks(plan: TwinPlan): Promise<readonly string[]>
  /** Makes the twin with current's rights, or brings it up to them, then sets its password. */
  setTwin(plan: TwinPlan): Promise<void>
}

/** What opening a login gets beside the secret. */
export interface OpenOptions {
  readonly signal: AbortSignal
  note(text: string): void
}

/** How an engine is talked to. */
export interface EngineAdapter {
  /** Opens a login. `tls` null: plain text. Rejects with what the driver throws. */
  open(secret: DatabaseSecret, tls: TlsOptions | null, parts: OpenOptions): Promise<MasterSession>
  /** The reason of a failed `open`, as far as the driver's error tells it. */
  failureOf(error: DriverError): LoginFailure | null
  /** Whether the error says that the server has no TLS to offer. */
  isTlsNotOffered(error: DriverError): boolean
  /** Whether the error says that the server takes no plain text. */
  isTlsDemanded?(error: DriverError): boolean
  /** For servers that hang on a TLS greeting: whether this one answers in plain text. Asked only where plain text is allowed, and told nothing. */
  isPlainServer?(secret: DatabaseSecret): Promise<boolean>
  /** What to do about an error of a statement, or null: added to the message. */
  hintOf?(error: DriverError): string | null
  /** What single-user rotation of this engine needs from a master secret, if the user may not change its own password. */
  readonly singleNeedsMaster?: 'always' | 'unless-allowed'
}

/** What drivers throw, as far as it is read. */
export interface DriverError {
  readonly code: string
  readonly number: number | null
  readonly message: string
}
