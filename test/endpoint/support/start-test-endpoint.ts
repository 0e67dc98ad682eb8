import type { EndpointOptions, RunningEndpoint } from '../../../electron/endpoint/server.ts'
import { prepareSocket } from '../../../electron/host/own-socket.ts'
import { startEndpoint } from '../../../electron/endpoint/server.ts'
import {
  ACCESS_KEY_ID,
  collectingLog,
  type CollectingLog,
  createFakeEngine,
  type FakeEngine,
  SECRET_ACCESS_KEY,
  shiftedClock,
} from './fake-engine.ts'
import type { SignedClientOptions } from './signed-client.ts'

export interface TestEndpoint extends RunningEndpoint {
  readonly engine: FakeEngine
  readonly clock: ReturnType<typeof shiftedClock>
  readonly log: CollectingLog
  /** Credentials that the endpoint knows. */
  readonly client: SignedClientOptions
}

/** The endpoint on a free port over an engine in memory. */
export async function startTestEndpoint(options: Partial<EndpointOptions> = {}): Promise<TestEndpoint> {
  if (options.socketPath !== undefined) await prepareSocket(options.socketPath)
  const engine = createFakeEngine()
  const clock = shiftedClock()
  const log = collectingLog()
  const endpoint = await startEndpoint({ engine, clock, log, port: 0, ...options })
  return {
    ...endpoint,
    engine,
    clock,
    log,
    client: { port: endpoint.port, accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
  }
}
