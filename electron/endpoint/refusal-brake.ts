const FREE_REFUSALS = 10
const WINDOW_MS = 60_000
const DELAY_MS = 1_000
/** A quarter of the connections: those that wait must not take the place of clients with a right signature. */
const MAX_WAITERS = 16
const MAX_PEERS = 256

/**
 * Slows down a peer whose calls do not prove an access key: after ten in a minute each further refusal comes a second late.
 * Calls with a right signature never wait. At most sixteen refusals wait at a time; what comes on top gets no answer.
 */
export class RefusalBrake {
  readonly #monotonicMs: () => number
  /** The times of each peer's latest refusals within the window, oldest first, at most ten. */
  readonly #refusals = new Map<string, number[]>()
  #waiters = 0

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  /** Counts a refusal of `peer` (its address). `answer` comes when the answer may go out, `drop` when it must not at all. */
  async hold(peer: string): Promise<'answer' | 'drop'> {
    if (this.#noteAndCount(peer) < FREE_REFUSALS) return 'answer'
    if (this.#waiters >= MAX_WAITERS) return 'drop'
    this.#waiters++
    await new Promise<void>((resolve) => setTimeout(resolve, DELAY_MS))
    this.#waiters--
    return 'answer'
  }

  /** How many refusals the peer had in the last minute, without this one. */
  #noteAndCount(peer: string): number {
    const nowMs = this.#monotonicMs()
    const recent = (this.#refusals.get(peer) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS)
    const count = recent.length
    if (this.#refusals.size >= MAX_PEERS) this.#refusals.clear()
    this.#refusals.set(peer, [...recent, nowMs].slice(-FREE_REFUSALS))
    return count
  }
}
