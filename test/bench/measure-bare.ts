import { fork } from 'node:child_process'
import { generateLoad, type LoadResult } from '../endpoint/support/load-generator.ts'
import { requestBytes } from '../endpoint/support/signed-client.ts'

const CONNECTIONS = 16

/** A Node server that does nothing but answer, in a process of its own: the most that this machine and runtime give. */
export async function measureBare(durationMs: number): Promise<LoadResult> {
  const server = fork(new URL('../endpoint/support/bench-server.ts', import.meta.url), ['bare'])
  const { port } = await new Promise<{ port: number }>((resolve) => server.once('message', (message) => resolve(message as { port: number })))
  const request = requestBytes({ host: `127.0.0.1:${port}`, 'content-type': 'application/x-amz-json-1.1' }, '{"SecretId":"app/1"}')
  try {
    return await generateLoad({ port, connections: CONNECTIONS, durationMs, nextRequest: () => request })
  } finally {
    server.disconnect()
  }
}
