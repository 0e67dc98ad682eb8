import { type ChildProcess, fork } from 'node:child_process'
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from './fake-engine.ts'
import { generateLoad } from './load-generator.ts'
import { signedBytes } from './signed-client.ts'

/** Requests a second through the door alone, and a bare Node server's in the same run: `node test/endpoint/support/endpoint-bench.ts [seconds]`. */
const CONNECTIONS = 16
const PRESIGNED = 500

interface ServerReport {
  readonly port?: number
  readonly cpu?: NodeJS.CpuUsage
  readonly rssBytes?: number
}

async function measure(kind: 'bare' | 'endpoint', durationMs: number): Promise<void> {
  const server = fork(new URL('./bench-server.ts', import.meta.url), [kind])
  const { port = 0 } = await nextMessage(server)
  const requests = Array.from({ length: PRESIGNED }, (_, index) =>
    signedBytes(
      { port, accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
      { target: 'secretsmanager.GetSecretValue', body: JSON.stringify({ SecretId: `app/${index}` }) },
    ))
  let next = 0
  const nextRequest = (): Buffer => requests[next++ % PRESIGNED] as Buffer
  await generateLoad({ port, connections: CONNECTIONS, durationMs: 1_500, nextRequest })
  const before = await report(server)
  const result = await generateLoad({ port, connections: CONNECTIONS, durationMs, nextRequest })
  const after = await report(server)
  const cpuMicros = (after.cpu?.user ?? 0) + (after.cpu?.system ?? 0) - (before.cpu?.user ?? 0) - (before.cpu?.system ?? 0)
  server.disconnect()
  console.log(
    `${kind.padEnd(8)} ${result.perSecond.toFixed(0)} requests/s, p50 ${result.p50Ms.toFixed(2)} ms, p99 ${result.p99Ms.toFixed(2)} ms, ` +
      `CPU ${(cpuMicros / result.requests).toFixed(1)} µs a request, ${result.failures} failures, ${((after.rssBytes ?? 0) / 1e6).toFixed(0)} MB`,
  )
}

function nextMessage(server: ChildProcess): Promise<ServerReport> {
  return new Promise((resolve) => server.once('message', (message) => resolve(message as ServerReport)))
}

function report(server: ChildProcess): Promise<ServerReport> {
  const answer = nextMessage(server)
  server.send('report')
  return answer
}

const durationMs = Number(process.argv[2] ?? 5) * 1_000
await measure('bare', durationMs)
await measure('endpoint', durationMs)
