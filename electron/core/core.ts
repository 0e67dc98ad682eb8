import { ServiceError } from '../../shared/errors.ts'
import type { CofferEvent, CoreConfig } from '../../shared/ipc/contract.ts'
import { socketAddress } from '../cli/socket-address.ts'
import { startSocketServer, type RunningSocket } from '../cli/socket-server.ts'
import { createEngine } from '../engine/create-engine.ts'
import { toStorageError } from '../engine/storage/storage-error.ts'
import type { Engine } from '../engine/engine.ts'
import type { EndpointControl, Host, Keychain, Logger } from '../engine/host.ts'
import { createBuiltInRunner } from '../functions/built-in-runner.ts'
import { createDiskWatch } from '../host/disk-watch.ts'
import { makeOwnFolder } from '../host/private-file.ts'
import { passphraseStrength } from '../host/passphrase-strength.ts'
import { systemArgon2id } from '../host/system-argon2.ts'
import { createSystemClock } from '../host/system-clock.ts'
import { createSystemKeychain } from '../host/system-keychain.ts'
import { systemRandom } from '../host/system-random.ts'
import { createOwnFunctions } from '../functions/own/own-functions.ts'
import { EndpointSwitch } from './endpoint-switch.ts'
import { mergeRunners } from './merge-runners.ts'

export interface CoreOptions {
  readonly config: CoreConfig
  readonly log: Logger
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly authentication?: 'signature' | 'none'
  /** Parts of the host that a test replaces. */
  readonly overrides?: Partial<Pick<Host, 'clock' | 'random' | 'keychain' | 'argon2id' | 'passphraseStrength' | 'functions' | 'disks'>>
}

export interface Core {
  readonly engine: Engine
  readonly endpoint: EndpointControl
  /** Why the command line cannot reach this core (`VaultInUse`: another core of this vault listens); null when it can. */
  readonly socketProblem: ServiceError | null
  onEvent(listener: (event: CofferEvent) => void): () => void
  /** A disk does not answer, and a process that ends in order would wait for it. */
  readonly hasSilentDisk: boolean
  /** Ends the doors, then the engine: files closed, keys erased. */
  close(): Promise<void>
}

/** Builds engine and doors in one place, in order. It runs in Electron's utility process, in `coffer serve` and in tests. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { config, log, platform } = options
  makeOwnFolder(config.dataDir)
  const listeners = new Set<(event: CofferEvent) => void>()
  const emit = (event: CofferEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const clock = options.overrides?.clock ?? createSystemClock()
  const keychain: Keychain = options.overrides?.keychain ?? createSystemKeychain(platform)
  const endpoint = new EndpointSwitch({
    port: config.endpoint.port,
    socketPath: config.endpoint.socketPath,
    rateLimits: config.endpoint.rateLimits,
    clock,
    log,
    authentication: options.authentication ?? 'signature',
    onChange: () => emit({ type: 'endpoint-state' }),
  })
  const disks = createDiskWatch()
  const own = createOwnFunctions({ platform, environment: options.environment, ownNode: process.versions['electron'] === undefined ? process.execPath : null, nowMs: () => clock.nowMs() })
  const engine = createEngine(
    {
      random: systemRandom,
      argon2id: systemArgon2id,
      passphraseStrength,
      disks,
      functions: mergeRunners({ builtIn: createBuiltInRunner(() => clock.nowMs()), own }),
      ...options.overrides,
      clock,
      keychain,
      sqlite: config.sqliteBinding === undefined ? {} : { nativeBinding: config.sqliteBinding },
      dataDir: config.dataDir,
      log,
      endpoint,
      version: config.version,
    },
    { accountId: config.defaultAccountId, region: config.defaultRegion },
  )
  endpoint.attach(engine)
  const { socket, problem: socketProblem } = await startSocket(engine, options)
  try {
    if (config.endpoint.enabled) await endpoint.set({ enabled: true })
  } catch (error) {
    await socket?.close()
    await engine.close()
    throw error
  }
  return {
    engine,
    endpoint,
    socketProblem,
    // The engine is told of each listener: without one it spares itself the gathering of news.
    onEvent(listener) {
      listeners.add(listener)
      const stop = engine.onEvent(listener)
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
    async close() {
      await own.close()
      await endpoint.close()
      await socket?.close()
      await engine.close()
      disks.close()
    },
    get hasSilentDisk() {
      return disks.isStuck
    },
  }
}

/** Without the socket Coffer still starts: the window says who has the vault open, and a full disk can still be read. */
async function startSocket(engine: Engine, { config, platform, environment }: CoreOptions): Promise<{ readonly socket: RunningSocket | null; readonly problem: ServiceError | null }> {
  try {
    return { socket: await startSocketServer(engine, socketAddress(config.dataDir, platform, environment)), problem: null }
  } catch (thrown) {
    return { socket: null, problem: ServiceError.from(toStorageError(thrown)) }
  }
}
