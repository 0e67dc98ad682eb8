import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

interface Connection {
  /** Never given to another one, also not of another endpoint of this process. */
  readonly number: number
  /** Requests whose head has arrived and whose answer has not been written. */
  unanswered: number
  /** The request whose bytes are arriving, or the last one. */
  current: IncomingMessage | null
  /** Nothing more is read: the connection ends with the answers that are due. */
  isEnding: boolean
}

let connectionsSoFar = 0

/**
 * The open connections of the endpoint, at most `maxConnections`.
 * A new one over the limit takes the place of the one that has waited longest without a complete request, so that clients that
 * only hold connections open cannot shut out those that use them. Only when all are busy is the new one dropped.
 */
export class ConnectionTable {
  readonly #maxConnections: number
  readonly #connections = new Map<Socket, Connection>()
  /** Those without a complete request, the longest waiting first. */
  readonly #waiting = new Set<Socket>()

  constructor(maxConnections: number) {
    this.#maxConnections = maxConnections
  }

  get size(): number {
    return this.#connections.size
  }

  /** Takes in a new connection, or destroys it when there is no place. */
  open(socket: Socket): void {
    if (this.#connections.size >= this.#maxConnections) {
      const longest = this.#waiting.values().next()
      if (longest.done === true) {
        socket.destroy()
        return
      }
      this.#forget(longest.value)
      longest.value.destroy()
    }
    this.#connections.set(socket, { number: ++connectionsSoFar, unanswered: 0, current: null, isEnding: false })
    this.#waiting.add(socket)
    socket.once('close', () => this.#forget(socket))
  }

  /** Tells a connection from all others; 0 for one that has ended. */
  numberOf(socket: Socket): number {
    return this.#connections.get(socket)?.number ?? 0
  }

  /** The head of a request has arrived. */
  requestStarted(request: IncomingMessage): void {
    const connection = this.#connections.get(request.socket)
    if (connection === undefined) return
    connection.unanswered++
    connection.current = request
  }

  /** All of a request has arrived: until its answer, the connection keeps its place. */
  requestReceived(socket: Socket): void {
    this.#waiting.delete(socket)
  }

  /** The answer to a request has been written; `isLast` when it announced the connection's end. */
  requestAnswered(socket: Socket, isLast: boolean): void {
    const connection = this.#connections.get(socket)
    if (connection === undefined) return
    connection.unanswered--
    if (isLast) connection.isEnding = true
    if (connection.unanswered > 0) return
    if (connection.isEnding) {
      socket.end()
    } else {
      this.#waiting.delete(socket)
      this.#waiting.add(socket)
    }
  }

  /**
   * What arrives on a connection is not HTTP. True when an error may be written now; false when it would be taken for an answer
   * that is still due, or follow the last one: then the connection ends by itself after those.
   */
  mayAnswerNonsense(socket: Socket): boolean {
    const connection = this.#connections.get(socket)
    if (connection === undefined || connection.isEnding) return false
    connection.isEnding = true
    return connection.unanswered === 0 || (connection.unanswered === 1 && connection.current?.complete === false)
  }

  /** True while answers are due on a connection. */
  isAnswering(socket: Socket): boolean {
    return (this.#connections.get(socket)?.unanswered ?? 0) > 0
  }

  /** Ends the connections on which no request is under way. */
  destroyIdle(): void {
    for (const [socket, { unanswered }] of this.#connections) {
      if (unanswered === 0) socket.destroy()
    }
  }

  #forget(socket: Socket): void {
    this.#connections.delete(socket)
    this.#waiting.delete(socket)
  }
}
