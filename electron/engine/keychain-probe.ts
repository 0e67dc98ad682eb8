import type { Host } from './host.ts'

/** A name that no vault uses: asking for it tells whether the keychain answers, and touches nothing. */
const PROBE_ACCOUNT = 'coffer-probe'
const FRESH_MS = 10_000

export interface KeychainAnswer {
  readonly isAvailable: boolean
  readonly reason?: string
}

/** Asks whether the keychain answers, not more often than needed: each question may make the system prompt. */
export class KeychainProbe {
  readonly #host: Pick<Host, 'keychain' | 'clock'>
  #last: { readonly answer: KeychainAnswer; readonly atMs: number } | null = null

  constructor(host: Pick<Host, 'keychain' | 'clock'>) {
    this.#host = host
  }

  /** With `anyAge` an old answer is good enough: nothing is about to depend on it. */
  async ask(anyAge: boolean): Promise<KeychainAnswer> {
    const nowMs = this.#host.clock.monotonicMs()
    if (this.#last !== null && (anyAge || nowMs - this.#last.atMs < FRESH_MS)) return this.#last.answer
    const read = await this.#host.keychain.get(PROBE_ACCOUNT)
    const answer = read.status === 'unavailable' ? { isAvailable: false, reason: read.reason } : { isAvailable: true }
    this.#last = { answer, atMs: nowMs }
    return answer
  }
}
