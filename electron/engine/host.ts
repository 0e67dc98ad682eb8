import type { FunctionRunner } from './rotation/function-runner.ts'

/** All that the engine needs from the world. Everything with a side effect or a clock comes in here. */
export interface Host {
  readonly clock: Clock
  readonly random: RandomSource
  readonly keychain: Keychain
  readonly argon2id: (input: Argon2idInput) => Promise<Uint8Array>
  /** Another build of the SQLite addon, for runtimes older than Node-API 10. */
  readonly sqlite: { readonly nativeBinding?: string }
  /** The vault's folder; absolute. */
  readonly dataDir: string
  /** Asked before a store on a disk of its own is touched. */
  readonly disks: Disks
  readonly log: Logger
  readonly endpoint: EndpointControl
  /** Strength of a passphrase, 0 (guessed at once) to 4. */
  readonly passphraseStrength: (passphrase: string) => Promise<PassphraseStrength>
  /** Runs rotation functions and tries logins. */
  readonly functions: FunctionRunner
  readonly version: string
}

export interface Clock {
  /** Wall-clock time in epoch milliseconds. */
  nowMs(): number
  /** A clock that never jumps, in milliseconds with fractions. */
  monotonicMs(): number
  /** Runs once at the wall-clock time `whenMs`, late after sleep; returns a cancel function. */
  at(whenMs: number, run: () => void): () => void
}

/** Disks that may hang, as a network drive does whose server is gone: whoever touches one then waits for ever. */
export interface Disks {
  /** Whether the disk of a file answers within a few seconds, errors included. Never rejects. */
  look(file: string): Promise<boolean>
}

export interface RandomSource {
  bytes(length: number): Uint8Array
  uuid(): string
}

/** The operating system's secret store. No method overwrites or removes an item that it was not asked for by name. */
export interface Keychain {
  get(account: string): Promise<KeychainRead>
  /** Rejects when the store refuses; it never falls back to a plain file. */
  set(account: string, value: string): Promise<void>
  delete(account: string): Promise<void>
  /** The name of the backend, for people: "Secret Service", "macOS Keychain", "Windows Credential Manager". */
  describe(): string
}

/** `missing` is also what a locked Secret Service says when its prompt is refused, so it is never a reason to make a new key. */
export type KeychainRead =
  | { readonly status: 'found'; readonly value: string }
  | { readonly status: 'missing' }
  | { readonly status: 'unavailable'; readonly reason: string }

export interface Argon2idInput {
  readonly passphrase: Uint8Array
  readonly salt: Uint8Array
  readonly memoryKiB: number
  readonly passes: number
  readonly parallelism: number
}

export interface PassphraseStrength {
  readonly score: 0 | 1 | 2 | 3 | 4
  readonly warning?: string
  readonly suggestions: readonly string[]
}

export interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

export interface EndpointState {
  readonly state: 'off' | 'starting' | 'on' | 'failed'
  readonly port: number
  /** Where it listens instead of the port. */
  readonly socketPath?: string
  /** Absent on a socket. */
  readonly url?: string
  readonly reason?: string
  readonly firstRequestAtMs?: number
}

/** The switch of the local AWS endpoint; the core implements it. */
export interface EndpointControl {
  status(): EndpointState
  /** `socketPath` '' goes back to the port; what is left out stays as it is. */
  set(wanted: { readonly enabled: boolean; readonly port?: number; readonly socketPath?: string }): Promise<EndpointState>
}
