import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createJsonLog } from '../host/json-log.ts'
import { startCore, type Core } from '../core/core.ts'
import { checkScope } from './command-scope.ts'
import { openForServing, type FirstIdentity } from './open-for-serving.ts'
import { UsageError, type Terminal } from './terminal.ts'
import { COFFER_VERSION } from './version.ts'

const DEFAULT_PORT = 7345
const DEFAULT_REGION = 'us-east-1'
const DEFAULT_ACCOUNT = '000000000000'

/** `coffer serve`: the core without a window, until it is told to stop. */
export async function runServe(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      vault: { type: 'string' },
      port: { type: 'string' },
      region: { type: 'string' },
      account: { type: 'string' },
      'passphrase-file': { type: 'string' },
      'no-auth': { type: 'boolean' },
    },
  })
  if (values.vault === undefined) throw new UsageError('serve needs --vault DIR: the folder of the vault, or an empty one for a new vault.')
  checkScope(values)
  const port = portOf(values.port)
  const passphrase = passphraseOf(values['passphrase-file'], terminal)
  const noAuth = values['no-auth'] === true
  if (noAuth) terminal.error('coffer: --no-auth lets every program on this machine read and change this vault. Use it for throw-away vaults only.')
  const core = await startCore({
    config: {
      dataDir: resolve(values.vault),
      version: COFFER_VERSION,
      endpoint: { enabled: false, port },
      defaultAccountId: values.account ?? DEFAULT_ACCOUNT,
      defaultRegion: values.region ?? DEFAULT_REGION,
    },
    log: createJsonLog((line) => terminal.error(line), 'warn', () => Date.now()),
    platform: terminal.platform,
    environment: terminal.environment,
    authentication: noAuth ? 'none' : 'signature',
  })
  const stopped = terminal.untilStopped()
  try {
    const identity = await openForServing(core, passphrase, terminal)
    terminal.out(JSON.stringify(await readyLine(core, identity)))
    await stopped
  } finally {
    await core.close()
  }
  return 0
}

async function readyLine(core: Core, identity: FirstIdentity | null): Promise<Readonly<Record<string, string | null>>> {
  const endpoint = await core.endpoint.set({ enabled: true })
  if (endpoint.state !== 'on') throw new UsageError(endpoint.reason ?? 'The endpoint could not be started.')
  const status = core.engine.status()
  return {
    endpoint: endpoint.url ?? null,
    agentEndpoint: null,
    region: status.homeRegion,
    account: status.defaultAccountId,
    ...identity,
  }
}

function portOf(given: string | undefined): number {
  if (given === undefined) return DEFAULT_PORT
  const port = Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port takes a number from 0 to 65535; 0 picks a free port.')
  return port
}

function passphraseOf(file: string | undefined, terminal: Terminal): string | null {
  if (file === undefined) return terminal.environment['COFFER_PASSPHRASE'] ?? null
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new UsageError(`The passphrase file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
