import type { Socket } from 'node:net'

/**
 * The open connections of the endpoint, at most `maxConnections`.
 * A new one over the limit takes the place of the one that has waited longest without a complete request, so that clients that
 * only hold connections open cannot shut out those that use them. Only when all are busy is the new one dropped.
 */
export class ConnectionTable {
  readonly #maxConnections: number
  /** Without a complete request, the longest waiting first. */
  readonly #waiting = new Set<Socket>()
  /** Number of complete requests without an answer yet. */
  readonly #busy = new Map<Socket, number>()

  constructor(maxConnections: number) {
    this.#maxConnections = maxConnections
  }

  get size(): number {
    return this.#waiting.size + this.#busy.size
  }

  isBusy(socket: Socket): boolean {
    return this.#busy.has(socket)
  }

  /** Takes in a new connection, or destroys it when there is no place. */
  open(socket: Socket): void {
    if (this.size >= this.#maxConnections) {
      const longest = this.#waiting.values().next()
      if (longest.done === true) {
        socket.destroy()
        return
      }
      this.#forget(longest.value)
      longest.value.destroy()
    }
    this.#waiting.add(socket)
    socket.once('close', () => this.#forget(socket))
  }

  /** A complete request has arrived. */
  requestReceived(socket: Socket): void {
    this.#waiting.delete(socket)
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1)
  }

  /** Its answer has been written. */
  requestAnswered(socket: Socket): void {
    const requests = this.#busy.get(socket)
    if (requests === undefined) return
    if (requests > 1) {
      this.#busy.set(socket, requests - 1)
    } else {
      this.#busy.delete(socket)
      if (!socket.destroyed) this.#waiting.add(socket)
    }
  }

  #forget(socket: Socket): void {
    this.#waiting.delete(socket)
    this.#busy.delete(socket)
  }
}
