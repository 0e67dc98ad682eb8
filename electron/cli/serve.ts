import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import { createJsonLog } from '../host/json-log.ts'
import { forbidCoreDumps } from '../core/no-core-dumps.ts'
import { keepCollectionsShort } from '../host/short-collections.ts'
import type { Core } from '../core/core.ts'
import { olderSqliteBinding } from '../core/sqlite-binding.ts'
import { checkScope } from './command-scope.ts'
import { openForServing } from './open-for-serving.ts'
import { givenPassphrase } from './passphrase-source.ts'
import { UsageError, type Terminal } from './terminal.ts'
import { COFFER_VERSION } from './version.ts'

const DEFAULT_PORT = 7345
const HIGHEST_PORT = 65_535
const DEFAULT_REGION = 'us-east-1'
const DEFAULT_ACCOUNT = '000000000000'

/** `coffer serve`: the core without a window, until it is told to stop. */
export async function runServe(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      vault: { type: 'string' },
      port: { type: 'string' },
      socket: { type: 'string' },
      'read-rate': { type: 'string' },
      'write-rate': { type: 'string' },
      region: { type: 'string' },
      account: { type: 'string' },
      'passphrase-file': { type: 'string' },
      'no-auth': { type: 'boolean' },
      'accept-older-vault': { type: 'boolean' },
      'new-home-region': { type: 'string' },
    },
  })
  if (values.vault === undefined || values.vault === '') throw new UsageError('serve needs --vault DIR: the folder of the vault, or an empty one for a new vault.')
  checkScope(values)
  const port = portOf(values.port)
  if (values.socket !== undefined && values.port !== undefined) throw new UsageError('serve listens on --port or on --socket, not on both.')
  const socketPath = values.socket === undefined ? undefined : socketPathOf(values.socket)
  const rateLimits = {
    ...(values['read-rate'] === undefined ? {} : { readsPerSecond: rateOf('--read-rate', values['read-rate']) }),
    ...(values['write-rate'] === undefined ? {} : { writesPerSecond: rateOf('--write-rate', values['write-rate']) }),
  }
  const passphrase = givenPassphrase(values['passphrase-file'], terminal)
  const noAuth = values['no-auth'] === true
  if (noAuth) terminal.error('coffer: --no-auth lets every program on this machine read and change this vault. Use it for throw-away vaults only.')
  forbidCoreDumps(terminal.platform)
  const sqliteBinding = olderSqliteBinding(process)
  const stop = terminal.stopSignal()
  const endShortCollections = keepCollectionsShort()
  try {
    // Loaded only now: what is wrong with the words is said at once.
    const { startCore } = await import('../core/core.ts')
    const core = await startCore({
      config: {
        dataDir: resolve(values.vault),
        version: COFFER_VERSION,
        endpoint: { enabled: false, port, rateLimits, ...(socketPath === undefined ? {} : { socketPath }) },
        ...(sqliteBinding === null ? {} : { sqliteBinding }),
        defaultAccountId: values.account ?? DEFAULT_ACCOUNT,
        defaultRegion: values.region ?? DEFAULT_REGION,
      },
      log: createJsonLog((line) => terminal.error(line), 'warn', () => Date.now()),
      platform: terminal.platform,
      environment: terminal.environment,
      authentication: noAuth ? 'none' : 'signature',
    })
    try {
      if (core.socketProblem?.code === 'VaultInUse') throw core.socketProblem
      if (core.socketProblem !== null) terminal.error(`coffer: get, put and the other commands cannot reach this Coffer: ${core.socketProblem.message}`)
      const endpoint = await startEndpoint(core)
      const identity = await openForServing(core, { passphrase, acceptOlderVault: values['accept-older-vault'] === true, newHomeRegion: values['new-home-region'], region: values.region, account: values.account }, terminal)
      const { homeRegion, defaultAccountId } = core.engine.status()
      terminal.out(JSON.stringify({ endpoint, ...(socketPath === undefined ? {} : { socket: socketPath }), agentEndpoint: null, region: values.region ?? homeRegion, account: defaultAccountId, ...identity }))
      await stop.stopped
    } finally {
      await core.close()
      if (core.hasSilentDisk) {
        terminal.error('coffer: a disk does not answer. The vault is closed; the process ends without waiting for the disk.')
        process.kill(process.pid, 'SIGKILL')
      }
    }
  } finally {
    endShortCollections()
    stop.ignore()
  }
  return 0
}

/** The endpoint comes before the vault: a taken port must not leave a new vault behind whose first access key nobody saw. */
async function startEndpoint(core: Core): Promise<string | null> {
  const endpoint = await core.endpoint.set({ enabled: true })
  if (endpoint.state !== 'on') throw new ServiceError('EndpointUnavailable', endpoint.reason ?? 'The endpoint could not be started.')
  return endpoint.url ?? null
}

function socketPathOf(given: string): string {
  if (given === '') throw new UsageError('--socket takes the path of a Unix socket to make, or the name of a Windows pipe.')
  return given.startsWith('\\\\.\\pipe\\') ? given : resolve(given)
}

function rateOf(option: string, given: string): number {
  if (!/^\d{1,7}$/.test(given) || Number(given) === 0) throw new UsageError(`${option} takes the calls a second that one access key may make, from 1 to 9999999.`)
  return Number(given)
}

function portOf(given: string | undefined): number {
  if (given === undefined) return DEFAULT_PORT
  if (!/^\d{1,5}$/.test(given) || Number(given) > HIGHEST_PORT) throw new UsageError('--port takes a number from 0 to 65535; 0 picks a free port.')
  return Number(given)
}
