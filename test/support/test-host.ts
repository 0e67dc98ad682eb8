import type { Clock, Host, Keychain, KeychainRead } from '../../electron/engine/host.ts'
import { mergeRunners } from '../../electron/core/merge-runners.ts'
import { systemArgon2id } from '../../electron/host/system-argon2.ts'
import { systemRandom } from '../../electron/host/system-random.ts'

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A clock that stands still until it is told to move. */
export class FakeClock implements Clock {
  #nowMs: number
  #timers: { readonly whenMs: number; readonly run: () => void }[] = []

  constructor(startMs = Date.UTC(2026, 0, 15, 12)) {
    this.#nowMs = startMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  at(whenMs: number, run: () => void): () => void {
    const timer = { whenMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** How many timers wait. */
  get timerCount(): number {
    return this.#timers.length
  }

  /** Moves on and runs what becomes due, in order. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs
    for (;;) {
      const due = this.#timers.filter((timer) => timer.whenMs <= endMs).sort((left, right) => left.whenMs - right.whenMs)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter((other) => other !== due)
      this.#nowMs = Math.max(this.#nowMs, due.whenMs)
      due.run()
    }
    this.#nowMs = endMs
  }
}

/** A keychain in memory, for tests that are not about the operating system's. */
export class MemoryKeychain implements Keychain {
  readonly items = new Map<string, string>()
  unavailableReason: string | null = null

  async get(account: string): Promise<KeychainRead> {
    if (this.unavailableReason !== null) return { status: 'unavailable', reason: this.unavailableReason }
    const value = this.items.get(account)
    return value === undefined ? { status: 'missing' } : { status: 'found', value }
  }

  async set(account: string, value: string): Promise<void> {
    if (this.unavailableReason !== null) throw new Error(this.unavailableReason)
    this.items.set(account, value)
  }

  async delete(account: string): Promise<void> {
    this.items.delete(account)
  }

  describe(): string {
    return 'Memory keychain'
  }
}

/** A host for engine tests: real randomness and key derivation, a clock that stands still, a keychain in memory. */
export function createTestHost(dataDir: string, parts: Partial<Host> = {}): Host {
  return {
    clock: new FakeClock(),
    random: systemRandom,
    keychain: new MemoryKeychain(),
    argon2id: systemArgon2id,
    passphraseStrength: async () => ({ score: 4, suggestions: [] }),
    sqlite: {},
    dataDir,
    disks: { look: async () => true },
    log: SILENT,
    endpoint: { status: () => ({ state: 'off', port: 0 }), set: async () => ({ state: 'off', port: 0 }) },
    functions: mergeRunners({}),
    version: '0.0.0-test',
    ...parts,
  }
}
