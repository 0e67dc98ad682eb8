import { ServiceError } from '../../../shared/errors.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { type EngineUnderTest, HOME, type SavedVault } from './engine-under-test.ts'
import { contentOf, Expected, type Line } from './expected.ts'
import { dieNow, failNextCommit, setDiskFault, watchCommits } from './faulty-sqlite.ts'
import { secretIn } from './check-state.ts'
import { type KillPoint, type Parting, REGIONS } from './steps.ts'
import type { Tally } from './tally.ts'
import { type Files, readStore, removeStore, writeFiles } from './vault-files.ts'

/** What a call may be refused with when a store is out of order, or the process ends under it. */
const STORAGE_CODES = new Set(['DiskFull', 'VaultReadOnly', 'StorageUnavailable', 'VaultFileMissing', 'RegionDetached'])
/** A region is opened again at most once a second. */
const REOPEN_MS = 1_001

/** A vault, the faults that it suffers, and what was promised to its callers. */
export class World {
  readonly engine: EngineUnderTest
  readonly expected = new Expected()
  readonly tally: Tally
  readonly #faults = new Map<string, Parting>()
  readonly #unplugged = new Map<string, Files>()
  #atDeath: SavedVault | null = null
  #isDying = false
  #versions = 0

  constructor(engine: EngineUnderTest, tally: Tally) {
    this.engine = engine
    this.tally = tally
  }

  isInOrder(region: string): boolean {
    return !this.#faults.has(region)
  }

  /** Opens a store that came back and was not looked at since, as the first call to its region does. */
  look(region: string): void {
    if (this.isInOrder(region)) this.engine.vault.regionKeeper.region(region)
  }

  /** A version id that was never used, with its value. */
  newVersion(): string {
    const id = `version-${String((this.#versions += 1)).padStart(28, '0')}`
    this.expected.values.set(id, `value of ${id}`)
    return id
  }

  /** A call that must be acknowledged, unless the region's store is out of order or the process ends: null then. */
  attempt<N extends OperationName>(region: string, operation: N, input: WireInput<N>): Promise<WireOutput<N> | null> {
    return this.#attempt(region, operation, input) as never
  }

  async #attempt(region: string, operation: OperationName, input: unknown): Promise<unknown> {
    try {
      const answer = await this.engine.send(region, operation, input)
      // Whoever asked a process that ended gets no answer, however far it had come.
      return this.#atDeath === null ? answer : null
    } catch (thrown) {
      if (thrown instanceof ServiceError && STORAGE_CODES.has(thrown.code) && (this.#isDying || !this.isInOrder(region))) return null
      throw thrown
    }
  }

  /** A call that must be refused; the code, or null when the region's store is out of order. */
  async refused<N extends OperationName>(region: string, operation: N, input: WireInput<N>): Promise<string | null> {
    try {
      await this.engine.send(region, operation, input)
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown
      return STORAGE_CODES.has(thrown.code) && !this.isInOrder(region) ? null : thrown.code
    }
    throw new Error(`${operation} was not refused`)
  }

  /** A change of an independent secret; what it is then counts as acknowledged. Says whether it was. */
  async change<N extends OperationName>(line: Line, operation: N, input: WireInput<N>): Promise<boolean> {
    const answer = await this.#attempt(line.region, operation, input)
    if (answer === null) return false
    const secret = secretIn(this, line.region, line.name)
    if (secret === null) throw new Error(`${operation} left no secret`)
    line.acknowledge(secret)
    return true
  }

  part(region: string, how: Parting): void {
    if (this.#faults.has(region) || this.engine.region(region) === null) return
    // Without its home region a vault is not open at all.
    if (region === HOME && (how === 'unplugged' || how === 'detached')) return
    this.#faults.set(region, how)
    const file = this.engine.fileOf(region)
    if (how === 'full' || how === 'read-only') setDiskFault(file, how)
    else if (how === 'detached') this.engine.vault.regionKeeper.detach(region)
    else {
      this.#unplugged.set(region, readStore(file))
      setDiskFault(file, 'gone')
      removeStore(file)
    }
  }

  heal(region: string): void {
    const how = this.#faults.get(region)
    if (how === undefined) return
    this.#faults.delete(region)
    const file = this.engine.fileOf(region)
    if (how === 'detached') this.engine.vault.regionKeeper.attach(region, file)
    else this.#mend(region, file)
    this.engine.clock.advance(REOPEN_MS)
  }

  #mend(region: string, file: string): void {
    const files = this.#unplugged.get(region)
    this.#unplugged.delete(region)
    if (files === undefined) return setDiskFault(file, null)
    // Whoever still has the file open has another: what comes back is what was there when the disk was taken away.
    if (this.engine.region(region) !== null) this.engine.clock.advance(REOPEN_MS)
    if (this.engine.region(region) !== null) this.engine.vault.regionKeeper.suspend(region, new ServiceError('VaultFileMissing', 'The disk was taken away.'))
    setDiskFault(file, null)
    writeFiles(files)
  }

  /** Lets time pass; what is due is delivered. */
  wait(ms: number): void {
    this.notePending()
    this.engine.clock.advance(ms)
  }

  /** Deliveries while one commit of a region reports an error. */
  async failCommit(region: string, fault: 'lost' | 'kept'): Promise<void> {
    const { file } = this.engine.region(region)?.store ?? { file: '' }
    if (file === '' || !this.isInOrder(region)) return
    failNextCommit(file, fault)
    this.engine.clock.advance(1)
    failNextCommit(file, null)
    if (this.engine.region(HOME)?.store.failure !== null) await this.reopen()
    const isTold = this.engine.vault.regionKeeper.problems.get(region)?.code === 'StorageUnavailable'
    if (fault === 'kept' && isTold) this.tally.note('a commit that failed and was kept')
    if (isTold) this.engine.clock.advance(REOPEN_MS)
  }

  async reopen(): Promise<void> {
    this.heal(HOME)
    await this.engine.seal()
    await this.engine.unlock()
  }

  /** The process ends at a moment of a commit of that region, or of any, which `run` is to bring about; else when it has run. */
  async killDuring({ commits, moment }: KillPoint, region: string | null, run: () => Promise<void> | void): Promise<{ readonly isStruck: boolean }> {
    this.heal(HOME)
    // What the turn before left to be copied is no part of what is killed.
    await new Promise((resolve) => setImmediate(resolve))
    let left = commits
    watchCommits((file, at) => {
      if (at !== moment || (region !== null && file !== this.engine.fileOf(region)) || left-- > 0) return
      watchCommits(null)
      this.#die()
    })
    try {
      this.#isDying = true
      await run()
    } finally {
      this.#isDying = false
      watchCommits(null)
    }
    const isStruck = this.#atDeath !== null
    await this.#rise()
    return { isStruck }
  }

  async kill(): Promise<void> {
    this.heal(HOME)
    await this.#rise()
  }

  #die(): void {
    this.#atDeath = this.engine.save()
    dieNow()
  }

  async #rise(): Promise<void> {
    if (this.#atDeath === null) this.#die()
    const saved = this.#atDeath as SavedVault
    this.#atDeath = null
    await this.engine.replace(saved)
    await this.engine.unlock()
    this.#noteKill()
  }

  /** What waits, by what the new process finds on the disk. */
  #noteKill(): void {
    for (const source of REGIONS) {
      for (const row of this.engine.region(source)?.outbox.rows.all() ?? []) {
        this.tally.note('a kill with something pending')
        const line = this.expected.lines().find(({ arn }) => arn === row.arn)
        const there = line === undefined ? null : secretIn(this, row.region, line.name)
        if (row.kind === 'replicate' && line !== undefined && there?.replicaOf?.region === source && contentOf(there) === line.content) this.tally.note('a kill between the two stores of a delivery')
      }
    }
  }

  /** Notes whether a store is out of order while something waits for it. */
  notePending(): void {
    for (const [region, how] of this.#faults) {
      const isPending = REGIONS.some((source) => (this.engine.region(source)?.outbox.to(region).length ?? 0) > 0)
      if (isPending) this.tally.note(how === 'full' || how === 'read-only' ? 'a full or read-only store with something pending for it' : 'a store away with something pending for it')
    }
  }

  healAll(): void {
    for (const region of REGIONS) this.heal(region)
  }
}
