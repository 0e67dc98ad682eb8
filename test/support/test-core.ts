import { mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCore, type Core } from '../../electron/core/core.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import type { SocketAddress } from '../../electron/cli/socket-address.ts'
import type { Host } from '../../electron/engine/host.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { MemoryKeychain } from './test-host.ts'

export const TEST_ACCOUNT = '123456789012'
export const TEST_REGION = 'eu-central-1'
export const TEST_PASSPHRASE = 'quiet harbour lantern seven'

export interface TestCore {
  readonly core: Core
  readonly folder: string
  readonly keychain: MemoryKeychain
  readonly address: SocketAddress
  readonly logged: readonly string[]
  /** A call of the window's door. */
  call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>>
  /** A call of the window's door in another region. */
  callIn<N extends OperationName>(region: string, operation: N, input: WireInput<N>): Promise<WireOutput<N>>
  close(): Promise<void>
}

export interface TestCoreOptions {
  readonly folder?: string
  readonly keychain?: MemoryKeychain
  readonly overrides?: Partial<Pick<Host, 'clock' | 'random' | 'keychain' | 'argon2id' | 'passphraseStrength' | 'functions'>>
  readonly authentication?: 'signature' | 'none'
  /** Of the core besides its own folder for sockets. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** The whole core as it runs in the app, in this process: engine, endpoint, socket. */
export async function startTestCore(options: TestCoreOptions = {}): Promise<TestCore> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'coffer-core-'))
  const keychain = options.keychain ?? new MemoryKeychain()
  const logged: string[] = []
  const note = (message: string, facts?: object): void => void logged.push(`${message} ${JSON.stringify(facts ?? {})}`)
  const environment = { ...options.environment, XDG_RUNTIME_DIR: join(tmpdir(), `coffer-run-${randomUUID().slice(0, 8)}`) }
  const core = await startCore({
    config: { dataDir: folder, version: '0.0.0-test', endpoint: { enabled: false, port: 0 }, defaultAccountId: TEST_ACCOUNT, defaultRegion: TEST_REGION },
    log: { debug: note, info: note, warn: note, error: note },
    platform: process.platform,
    environment,
    overrides: { keychain, ...options.overrides },
    ...(options.authentication === undefined ? {} : { authentication: options.authentication }),
  })
  const callIn = (region: string, operation: string, input: unknown): Promise<unknown> =>
    core.engine.execute({ door: 'window', principal: { type: 'root', accountId: TEST_ACCOUNT }, region, requestId: randomUUID() }, operation, input)
  return {
    core,
    folder,
    keychain,
    logged,
    address: socketAddress(folder, process.platform, environment),
    call: (operation, input) => callIn(TEST_REGION, operation, input) as never,
    callIn: (region, operation, input) => callIn(region, operation, input) as never,
    async close() {
      await core.close()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
      rmSync(environment.XDG_RUNTIME_DIR, { recursive: true, force: true })
    },
  }
}

/** A core on the folder of a vault that `TEST_PASSPHRASE` opens, with the vault unlocked. */
export async function openTestCore(folder: string): Promise<TestCore> {
  const test = await startTestCore({ folder })
  await test.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  return test
}
