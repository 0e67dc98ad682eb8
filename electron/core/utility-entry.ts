import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../shared/errors.ts'
import type { ExecuteRequest, FromCore, ToCore } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'
import { createJsonLog } from '../host/json-log.ts'
import { forbidCoreDumps } from './no-core-dumps.ts'
import { keepCollectionsShort } from '../host/short-collections.ts'
import { createSystemClock } from '../host/system-clock.ts'
import { startCore, type Core } from './core.ts'
import { fillDemoVault } from './fill-demo-vault.ts'
import { ShiftableClock } from './shiftable-clock.ts'

/** The port that Electron gives a utility process; plain Node has none. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: ToCore }) => void): void
  postMessage(message: FromCore): void
}

const parentPort = (process as NodeJS.Process & { readonly parentPort?: ParentPort }).parentPort
if (parentPort === undefined) throw new Error('The core was not started by Coffer')

keepCollectionsShort()
forbidCoreDumps(process.platform)

let core: Core | null = null
const log = createJsonLog((line) => process.stderr.write(`${line}\n`), 'info', () => Date.now())

parentPort.on('message', ({ data }) => {
  void handle(parentPort, data)
})

async function handle(port: ParentPort, message: ToCore): Promise<void> {
  switch (message.type) {
    case 'start':
      try {
        const clock = new ShiftableClock(createSystemClock())
        core = await startCore({ config: message.config, log, platform: process.platform, environment: process.env, overrides: { clock } })
        if (core.socketProblem !== null) log.warn('The command line cannot reach this Coffer', { code: core.socketProblem.code, reason: core.socketProblem.message })
        if (message.config.demo === true && core.engine.status().state === 'absent') await fillDemoVault(core.engine, clock)
        core.onEvent((event) => port.postMessage({ type: 'event', event }))
        port.postMessage({ type: 'ready' })
      } catch (thrown) {
        const { code, message: text } = ServiceError.from(thrown)
        port.postMessage({ type: 'failed', error: { code, message: text } })
      }
      return
    case 'call':
      port.postMessage({ type: 'reply', id: message.id, envelope: await execute(message.request) })
      return
    case 'stop':
      await core?.close()
      port.postMessage({ type: 'stopped' })
  }
}

async function execute(request: ExecuteRequest): Promise<Envelope> {
  try {
    if (core === null) throw new ServiceError('ServiceUnavailable', 'Coffer is still starting. Try again.')
    const status = core.engine.status()
    const value = await core.engine.execute(
      {
        door: 'window',
        principal: { type: 'root', accountId: request.accountId ?? status.defaultAccountId },
        region: request.region ?? status.homeRegion,
        requestId: randomUUID(),
      },
      request.operation,
      request.input,
    )
    return { ok: true, value }
  } catch (thrown) {
    const { code, message, statusCode } = ServiceError.from(thrown)
    return { ok: false, error: { code, message, statusCode } }
  }
}
