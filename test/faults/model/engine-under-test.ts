import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileVaultKeeper } from '../../../electron/engine/file-vault-keeper.ts'
import type { OpenVault, RegionData } from '../../../electron/engine/open-vault.ts'
import { runCall } from '../../../electron/engine/pipeline.ts'
import { Deliverer } from '../../../electron/engine/replication/deliverer.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { quickArgon2id } from '../../support/quick-argon2.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'
import { readFiles, writeFiles, type Files } from './vault-files.ts'

export const HOME = 'us-east-1'
export const ACCOUNT = '123456789012'
/** Memory as a folder: these runs are about processes that die and disks that go, not about what a disk does with a sync. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export type Call = <N extends OperationName>(region: string, operation: N, input: WireInput<N>) => Promise<WireOutput<N>>

/** What a vault was, to go on from: its files, its key in the keychain, and the time. */
export interface SavedVault {
  readonly folder: string
  readonly files: Files
  readonly keychain: ReadonlyMap<string, string>
  readonly nowMs: number
}

/** A clock that goes on a little with every call, so that one comes after the other, and runs what is due only when it is told to. */
class CallClock extends FakeClock {
  #aheadMs = 0
  #latestMs = 0

  override nowMs(): number {
    return Math.max(this.#latestMs, super.nowMs() + this.#aheadMs)
  }

  override monotonicMs(): number {
    return this.nowMs()
  }

  override advance(byMs: number): void {
    const aheadMs = this.#aheadMs + 1
    // What is due now happens after all that was called.
    this.#latestMs = super.nowMs() + aheadMs
    this.#aheadMs = 0
    super.advance(aheadMs + byMs)
  }

  tick(): void {
    this.#aheadMs += 1
  }
}

/** A folder for vaults, in memory where the system offers that. */
export function newFolder(): string {
  return mkdtempSync(join(SCRATCH, 'coffer-model-'))
}

/**
 * The engine on one folder: the real keeper, pipeline, stores and deliverer. Time stands still between steps, so that every
 * delivery happens when a step says so. It can be dropped as a kill drops a process, and begun again on what lies there.
 */
export class EngineUnderTest {
  readonly clock: CallClock
  #keychain = new MemoryKeychain()
  readonly #folder: string
  #keeper!: FileVaultKeeper
  #deliverer: Deliverer | null = null
  #host!: ReturnType<typeof createTestHost>

  constructor(folder: string, saved?: SavedVault) {
    this.#folder = folder
    this.clock = new CallClock(saved?.nowMs)
    if (saved === undefined) this.#begin()
    else this.#beginOn(saved)
  }

  get vault(): OpenVault {
    const vault = this.#keeper.vault()
    if (vault === null) throw new Error('The vault is sealed')
    return vault
  }

  /** Calls as the account's root through the window's door. */
  readonly call: Call = (region, operation, input) => this.send(region, operation, input) as never

  send(region: string, operation: string, input: unknown): Promise<unknown> {
    this.clock.tick()
    return runCall({ host: this.#host, keeper: this.#keeper }, { door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region, requestId: randomUUID() }, operation, input)
  }

  region(name: string): RegionData | null {
    return this.vault.regions.get(name) ?? null
  }

  fileOf(region: string): string {
    return join(this.#folder, 'regions', `${region}.db`)
  }

  async unlock(): Promise<void> {
    await this.call(HOME, 'workbench:Unlock', { Method: 'keychain' })
  }

  /** Ends in order. */
  async seal(): Promise<void> {
    await this.#keeper.seal()
  }

  /** What a kill leaves on the disk at this moment. */
  save(): SavedVault {
    return { folder: this.#folder, files: readFiles(this.#folder), keychain: new Map(this.#keychain.items), nowMs: this.clock.nowMs() }
  }

  /** Drops the engine, whose files nobody sees any more, and begins another on what was saved. The caller has made it unable to write. */
  async replace(saved: SavedVault): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true })
    await this.#keeper.seal().catch(() => undefined)
    rmSync(this.#folder, { recursive: true, force: true })
    this.#beginOn(saved)
  }

  async close(): Promise<void> {
    await this.#keeper.seal().catch(() => undefined)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #beginOn({ files, keychain }: SavedVault): void {
    this.#keychain = new MemoryKeychain()
    for (const [account, value] of keychain) this.#keychain.items.set(account, value)
    writeFiles(files)
    this.#begin()
  }

  #begin(): void {
    const host = createTestHost(this.#folder, { clock: this.clock, keychain: this.#keychain, argon2id: quickArgon2id })
    this.#host = host
    this.#keeper = new FileVaultKeeper(host, { accountId: ACCOUNT, region: HOME }, {
      opened: (vault) => {
        this.#deliverer = new Deliverer(host, vault)
      },
      closing: () => {
        this.#deliverer?.close()
        this.#deliverer = null
      },
      changed: () => undefined,
    })
  }
}
