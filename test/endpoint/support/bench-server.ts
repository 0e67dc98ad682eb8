import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startEndpoint } from '../../../electron/endpoint/server.ts'
import { collectingLog, createFakeEngine, shiftedClock } from './fake-engine.ts'

/** A process of its own for `endpoint-bench.ts`: argv[2] is `bare` or `endpoint`; it sends its port, and its CPU time when asked. */
async function start(kind: string | undefined): Promise<number> {
  const secret = { ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-Ab12Cd', Name: 'app/db', SecretString: 'x'.repeat(120) }
  if (kind === 'bare') {
    const body = JSON.stringify(secret)
    const server = createServer((request, response) => {
      request.on('data', () => undefined)
      request.on('end', () => {
        response.writeHead(200, ['Content-Type', 'application/x-amz-json-1.1', 'Content-Length', String(body.length)])
        response.end(body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  const engine = createFakeEngine()
  engine.respond = () => secret
  engine.calls.push = () => 0
  const { port } = await startEndpoint({ engine, clock: shiftedClock(), log: collectingLog(), port: 0 })
  return port
}

const port = await start(process.argv[2])
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rssBytes: process.memoryUsage().rss }))
process.on('disconnect', () => process.exit())
process.send?.({ port })
