import { connect, type Socket } from 'node:net'

export interface LoadPlan {
  readonly port: number
  readonly connections: number
  readonly durationMs: number
  /** Makes the bytes of the next request; called for each, so that signatures stay fresh. */
  readonly nextRequest: () => Buffer
}

export interface LoadResult {
  readonly requests: number
  readonly failures: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/**
 * Keeps each connection busy with one request after another for `durationMs` and counts the answers; reconnects when the server
 * ends a connection. It reads just enough of an answer to know its end and status, to cost little beside the server measured.
 */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const latenciesMs: number[] = []
  let failures = 0
  const startedAtMs = performance.now()
  const endsAtMs = startedAtMs + plan.durationMs
  await Promise.all(Array.from({ length: plan.connections }, () => keepBusy(plan, endsAtMs, (latencyMs, isFailure) => {
    latenciesMs.push(latencyMs)
    if (isFailure) failures++
  })))
  const elapsedMs = performance.now() - startedAtMs
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number): number => latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? Number.NaN
  return { requests: latenciesMs.length, failures, perSecond: latenciesMs.length / (elapsedMs / 1_000), p50Ms: at(0.5), p99Ms: at(0.99) }
}

function keepBusy(plan: LoadPlan, endsAtMs: number, onAnswer: (latencyMs: number, isFailure: boolean) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let socket: Socket
    let sentAtMs = 0
    let received = ''
    const send = (): void => {
      received = ''
      sentAtMs = performance.now()
      socket.write(plan.nextRequest())
    }
    const open = (): void => {
      let endsAfterAnswer = false
      socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true }, send)
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1')
        const headEnd = received.indexOf('\r\n\r\n')
        if (headEnd === -1) return
        const head = received.slice(0, headEnd)
        const lengthAt = head.search(/content-length:/i)
        if (lengthAt !== -1 && received.length < headEnd + 4 + Number.parseInt(head.slice(lengthAt + 15), 10)) return
        onAnswer(performance.now() - sentAtMs, !head.startsWith('HTTP/1.1 200'))
        endsAfterAnswer = /connection: close/i.test(head)
        if (performance.now() >= endsAtMs) {
          socket.destroy()
          resolve()
        } else if (endsAfterAnswer) {
          socket.end()
        } else {
          send()
        }
      })
      socket.on('close', () => {
        if (endsAfterAnswer && performance.now() < endsAtMs) open()
        else resolve()
      })
    }
    open()
  })
}
