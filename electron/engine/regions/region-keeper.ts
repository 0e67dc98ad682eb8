import { existsSync } from 'node:fs'
import { invariant } from '../../../shared/assert.ts'
import { isAwsRegion, partitionOf } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import { knownRegions, openRegionData } from '../region-data.ts'
import type { RootKey } from '../seal/root-key.ts'
import { noteFollowed } from '../root-key/former-root-key.ts'
import { openFollowingStore } from '../root-key/open-following-store.ts'
import { openRegionStore } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { storageError } from '../storage/storage-error.ts'
import type { OpenConsent } from '../vault/open-stores.ts'
import { type RegionProblem } from '../vault/read-vault.ts'
import { listRegionFiles, regionFile, writePlace } from '../vault/region-files.ts'
import { EmptyRegions } from './empty-regions.ts'
import { FarStores } from './far-stores.ts'
import { copyGlobals, GlobalCopies } from './global-copies.ts'

/** How long a store that could not be opened is left alone before a call tries again, in milliseconds. */
const REOPEN_AFTER_MS = 1_000
/** Problems that only a person can decide about. */
const NEEDS_A_PERSON = new Set(['RegionDetached', 'VaultOlderThanLastSeen', 'VaultDamaged', 'VaultFormatNewer', 'NotAVaultFile', 'OtherVault', 'OtherRootKey'])

export interface RegionKeeperParts {
  readonly vaultId: string
  readonly homeRegion: string
  readonly rootKey: RootKey
  readonly stores: ReadonlyMap<string, RegionStore>
  readonly problems: readonly RegionProblem[]
  readonly host: Pick<Host, 'dataDir' | 'sqlite' | 'log' | 'clock' | 'random' | 'disks'>
}

/**
 * The regions of an open vault: those whose stores are open, those that are away and why, and every other region of AWS,
 * which is empty until something is written to it.
 */
export class RegionKeeper {
  readonly #parts: RegionKeeperParts
  readonly #open = new Map<string, RegionData>()
  readonly #problems = new Map<string, ServiceError>()
  readonly #triedAtMs = new Map<string, number>()
  readonly #listeners: ((region: RegionData) => void)[] = []
  readonly #awayListeners: (() => void)[] = []
  readonly #copies: GlobalCopies
  readonly #empty: EmptyRegions
  /** The stores outside the vault's folder, whose disks are asked before they are touched. */
  readonly far: FarStores

  constructor(parts: RegionKeeperParts) {
    this.#parts = parts
    for (const [region, store] of parts.stores) this.#open.set(region, openRegionData(store, parts.rootKey, parts.vaultId, parts.host.clock))
    for (const { region, error } of parts.problems) this.#problems.set(region, error)
    for (const { id } of this.#known().all()) if (!this.#open.has(id) && !this.#problems.has(id)) this.#problems.set(id, missing(id))
    this.#empty = new EmptyRegions(parts)
    this.far = new FarStores({ host: parts.host, regions: () => [...this.#open.keys(), ...this.#problems.keys()], fileOf: (name) => this.#usedFile(name), putAside: (name, problem) => this.#putAside(name, problem) })
    this.#copies = new GlobalCopies(this.#home().store, () => this.#others(), (copy) => this.far.whenLooked(this.#open.keys(), copy), parts.host.log)
    for (const region of this.#open.keys()) this.#remember(region)
    this.#copies.copyNow()
  }

  /** The open regions. */
  get open(): ReadonlyMap<string, RegionData> {
    return this.#open
  }

  /** The regions whose stores are away, with the reason. */
  get problems(): ReadonlyMap<string, ServiceError> {
    return this.#problems
  }

  /** The regions whose stores are away for a reason that may go away by itself. */
  get returning(): readonly string[] {
    return [...this.#problems].filter(([, { code }]) => !NEEDS_A_PERSON.has(code)).map(([region]) => region)
  }

  /**
   * The data of a region to work with. A region of AWS that the vault has no store for is empty; `keep` makes its store.
   * @throws {ServiceError} InvalidRequestException for a name that is no region; what is wrong with the store that is away
   */
  region(name: string): RegionData {
    const open = this.#open.get(name)
    if (open !== undefined) return open
    if (this.#problems.has(name)) return this.#reopen(name)
    if (!isAwsRegion(name) || partitionOf(name) !== partitionOf(this.#parts.homeRegion)) {
      throw new ServiceError('InvalidRequestException', `${name} is not a region of AWS that this vault can have. Its regions: ${[...this.#open.keys()].join(', ')}.`)
    }
    return this.#empty.get(name) ?? this.#empty.make(name)
  }

  /** Calls back for each region that is open now and that will be opened. */
  onOpen(listener: (region: RegionData) => void): void {
    this.#listeners.push(listener)
    for (const region of this.#open.values()) listener(region)
  }

  /** Calls back when a region's store was closed because of a problem. */
  onAway(listener: () => void): void {
    this.#awayListeners.push(listener)
  }

  /**
   * Gives a region that was empty and has now been written to a file of its own. Only between transactions.
   * @throws {ServiceError} DiskFull, VaultReadOnly…; then nothing is kept
   */
  keep(name: string): void {
    const data = this.#empty.get(name)
    if (data === undefined || data.store.epoch <= 1n) return
    this.#persist(data, regionFile(this.#parts.host.dataDir, name))
  }

  /** The region with a store of its own, made if need be, at `file` or in the vault's folder. Only between transactions. */
  withStore(name: string, file = regionFile(this.#parts.host.dataDir, name)): RegionData {
    const data = this.region(name)
    if (this.#empty.get(name) === data) this.#persist(data, file)
    return this.region(name)
  }

  /** Where the region's store lies, or would lie. */
  fileOf(name: string): string {
    const listed = listRegionFiles(this.#parts.host.dataDir).find(({ region }) => region === name)
    return listed?.file ?? regionFile(this.#parts.host.dataDir, name)
  }

  /** Closes a region's store because of a problem; calls to it are refused with it until it is opened again. */
  suspend(name: string, problem: ServiceError): void {
    invariant(name !== this.#parts.homeRegion, 'the home region stays open')
    this.#problems.set(name, problem)
    this.#triedAtMs.set(name, this.#parts.host.clock.monotonicMs())
    this.#close(name)
    for (const listener of this.#awayListeners) listener()
  }

  /** Notices a store whose file went away, which SQLite would go on writing to. @throws {ServiceError} VaultFileMissing */
  requirePresent(name: string): void {
    const data = this.#open.get(name)
    if (data === undefined || existsSync(data.store.file)) return
    const problem = missing(name)
    if (name !== this.#parts.homeRegion) this.suspend(name, problem)
    throw problem
  }

  /**
   * Opens a region's store from a place, and remembers the place.
   * @throws {ServiceError} as `openRegionStore`; the region stays as it was
   */
  attach(name: string, file: string, consent: Pick<OpenConsent, 'acceptDamage' | 'acceptOlderFile'> = {}): RegionData {
    invariant(!this.#open.has(name), 'the region is not open')
    const { vaultId, rootKey, host } = this.#parts
    const home = this.#home().store
    invariant(home.header !== null, 'the home region has the header')
    const store = openFollowingStore(home, home.header, { file, region: name, vaultId, rootKey, host, ...consent })
    try {
      writePlace(host.dataDir, { region: name, file })
      this.#refresh(store)
    } catch (thrown) {
      store.close()
      throw thrown
    }
    return this.#opened(store)
  }

  /** Closes a region's store and forgets it until it is attached again. */
  detach(name: string): string {
    const file = this.#open.get(name)?.store.file ?? this.fileOf(name)
    const problem = new ServiceError('RegionDetached', `The region ${name} is detached: its file lies at ${file}. Attach it again to use it.`, { details: { region: name, file } })
    writePlace(this.#parts.host.dataDir, { region: name, file, isDetached: true })
    this.#problems.set(name, problem)
    this.#close(name)
    return file
  }

  /** A region's store is lost for good: the region is empty again. */
  forget(name: string): void {
    writePlace(this.#parts.host.dataDir, { region: name, file: regionFile(this.#parts.host.dataDir, name) })
    this.#problems.delete(name)
    this.#triedAtMs.delete(name)
    const home = this.#home().store
    home.transaction(() => noteFollowed(home, name))
  }

  /** Replaces a region's open store by the one at `file`; only after the caller has put a copy there. */
  reopenAt(name: string, file: string): RegionData {
    this.#copies.copyNow()
    invariant(name !== this.#parts.homeRegion, 'the home region is moved while the vault is sealed')
    this.#close(name)
    return this.attach(name, file)
  }

  close(): void {
    this.#copies.close()
    for (const { store, keyRing } of this.#open.values()) {
      keyRing.erase()
      store.close()
    }
    this.#empty.close()
    this.far.close()
  }

  #home(): RegionData {
    const home = this.#open.get(this.#parts.homeRegion)
    invariant(home !== undefined, 'the home region is open')
    return home
  }

  *#others(): Iterable<RegionStore> {
    for (const { region, store } of this.#open.values()) if (region !== this.#parts.homeRegion) yield store
  }

  #known(): ReturnType<typeof knownRegions> {
    return knownRegions(this.#home().store)
  }

  #persist(data: RegionData, file: string): void {
    const { vaultId, rootKey, host } = this.#parts
    this.#empty.writeOut(data, this.#home().store, file)
    // A region whose store was lost begins anew, at an epoch below the last one seen.
    this.#opened(openRegionStore({ file, region: data.region, vaultId, rootKey, host, acceptOlderFile: true }))
  }

  #opened(store: RegionStore): RegionData {
    const { rootKey, vaultId, host } = this.#parts
    const data = openRegionData(store, rootKey, vaultId, host.clock)
    this.#problems.delete(store.region)
    this.#open.set(store.region, data)
    this.#remember(store.region)
    for (const listener of this.#listeners) listener(data)
    return data
  }

  #remember(region: string): void {
    if (this.#known().get(region) !== null) return
    this.#attempt('A region could not be noted in the home region', region, () => {
      const { store } = this.#home()
      store.transaction(() => this.#known().put({ id: region, addedAtMs: this.#parts.host.clock.nowMs() }))
    })
  }

  /** What a store that comes back has missed: key slots and identities. */
  #refresh(store: RegionStore): void {
    this.#attempt('A region that came back could not be brought up to date', store.region, () => {
      const { header } = this.#home().store
      if (header !== null && (store.header === null || !Buffer.from(store.header).equals(header))) store.transaction(() => store.writeHeader(header))
      copyGlobals(this.#home().store, store)
    })
  }

  #reopen(name: string): RegionData {
    const problem = this.#problems.get(name)
    invariant(problem !== undefined, 'the region is away')
    const nowMs = this.#parts.host.clock.monotonicMs()
    if (this.far.isSilent(name)) throw problem
    if (NEEDS_A_PERSON.has(problem.code) || nowMs - (this.#triedAtMs.get(name) ?? -Infinity) < REOPEN_AFTER_MS) throw problem
    this.#triedAtMs.set(name, nowMs)
    try {
      return this.attach(name, this.fileOf(name))
    } catch (thrown) {
      const now = ServiceError.from(thrown)
      this.#problems.set(name, now)
      throw now
    }
  }

  /** The file of a store that is used, or that may come back; the home region's is the vault itself. */
  #usedFile(name: string): string | null {
    if (name === this.#parts.homeRegion || this.#problems.get(name)?.code === 'RegionDetached') return null
    return this.#open.get(name)?.store.file ?? (this.#problems.has(name) ? this.fileOf(name) : null)
  }

  #putAside(name: string, problem: ServiceError): RegionData | null {
    const data = this.#open.get(name) ?? null
    this.#open.delete(name)
    data?.keyRing.erase()
    this.#problems.set(name, problem)
    for (const listener of this.#awayListeners) listener()
    return data
  }

  #close(name: string): void {
    const data = this.#open.get(name)
    if (data === undefined) return
    this.#open.delete(name)
    data.keyRing.erase()
    data.store.close()
  }

  #attempt(failure: string, region: string, run: () => void): void {
    try {
      run()
    } catch (thrown) {
      this.#parts.host.log.warn(failure, { region, code: ServiceError.from(thrown).code })
    }
  }
}

function missing(region: string): ServiceError {
  return storageError('VaultFileMissing', { region })
}
