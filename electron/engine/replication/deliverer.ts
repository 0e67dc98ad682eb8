import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { OpenVault, RegionData } from '../open-vault.ts'
import { checkReplicas } from './check-replicas.ts'
import { carryBatch, type Outcomes, settleBatch } from './deliver-batch.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import type { OutboxRecord } from './outbox.ts'
import { retryDelayMs } from './settle-parcel.ts'

const BATCH = 32
/** A slow disk gets less at once, and the calls that wait meanwhile get as long as it took, up to a limit. */
const SLOW_BATCH_MS = 50
const LONGEST_PAUSE_MS = 5_000
/** Of a burst of changes the first is delivered at once, and those that follow together: each delivery costs two syncs of a disk. */
const BURST_PAUSE_FACTOR = 3
const BURST_PAUSE_MS = 25
/** How long a disk that does not answer is left before it is asked again. */
const LONGEST_ASKING_MS = 5_000
/** A store that was not there at unlock is looked for again soon. */
const FIRST_LOOK_MS = 1_000
/** After these the store is closed and opened again: what is on the disk has to be read anew. */
const REOPEN_CODES = new Set(['StorageUnavailable', 'VaultDamaged', 'VaultFileMissing'])

/** How deliveries to one region go. */
export interface TargetState {
  readonly attempts: number
  readonly notBeforeMs: number
  readonly problem: ServiceError | null
  /** From the change to the moment it was in the replica's store, of the last delivery, in milliseconds. */
  readonly lastLagMs: number | null
  readonly lastDeliveredAtMs: number | null
  readonly batchSize: number
}

const FRESH: TargetState = { attempts: 0, notBeforeMs: 0, problem: null, lastLagMs: null, lastDeliveredAtMs: null, batchSize: BATCH }

/**
 * Carries changes from primaries' stores to their replicas'. It delivers at once, and again later what could not be
 * delivered; what waits lies in the outbox of each store, so a restart only begins anew. One timer.
 */
export class Deliverer {
  readonly #host: Host
  readonly #vault: OpenVault
  readonly #queue = new DeliveryQueue()
  readonly #targets = new Map<string, TargetState>()
  #timer: { readonly atMs: number; readonly cancel: () => void } | null = null
  /** Regions whose disks are being asked. */
  readonly #looking = new Set<string>()
  #isClosed = false

  constructor(host: Host, vault: OpenVault) {
    this.#host = host
    this.#vault = vault
    vault.deliveries.attach(this)
    vault.regionKeeper.onOpen((region) => this.#opened(region))
    const lookSoon = (): void => this.#planAt(host.clock.nowMs() + FIRST_LOOK_MS)
    vault.regionKeeper.onAway(lookSoon)
    if (vault.regionKeeper.returning.length > 0) lookSoon()
  }

  stateOf(region: string): TargetState {
    return this.#targets.get(region) ?? FRESH
  }

  /** Tries at once what waits for a region, or for every one. */
  retry(region?: string): void {
    for (const [target, state] of this.#targets) if (region === undefined || region === target) this.#targets.set(target, { ...state, attempts: 0, notBeforeMs: 0 })
    this.#planAt(this.#host.clock.nowMs())
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
    this.#timer = null
  }

  #opened(region: RegionData): void {
    this.#queue.keepOnly((source) => this.#vault.regions.get(source.region) === source)
    this.#queue.watch(region, () => this.#planAt(this.#host.clock.nowMs()))
    try {
      checkReplicas(this.#vault, region, this.#host.clock.nowMs())
    } catch (thrown) {
      this.#host.log.warn('The replicas of a region could not be compared with their primaries', { region: region.region, code: ServiceError.from(thrown).code })
    }
    this.#recovered(region.region)
    this.#planAt(this.#host.clock.nowMs())
  }

  #recovered(region: string): void {
    this.#targets.set(region, { ...this.stateOf(region), attempts: 0, notBeforeMs: 0, problem: null })
  }

  /** Until when a store that failed is left alone, also as one that others get changes from. */
  readonly #failingUntilMs = (region: string): number => {
    const { attempts, notBeforeMs } = this.stateOf(region)
    return attempts === 0 ? 0 : notBeforeMs
  }

  #planAt(atMs: number): void {
    if (this.#isClosed || (this.#timer !== null && this.#timer.atMs <= atMs)) return
    this.#timer?.cancel()
    this.#timer = { atMs, cancel: this.#host.clock.at(atMs, () => this.#run()) }
  }

  #run(): void {
    this.#timer = null
    if (this.#isClosed) return
    const nowMs = this.#host.clock.nowMs()
    for (const target of this.#queue.targets()) if (this.stateOf(target).notBeforeMs <= nowMs) this.#deliverTo(target, nowMs)
    for (const region of this.#vault.regionKeeper.returning) if (this.stateOf(region).notBeforeMs <= nowMs) this.#lookFor(region)
    this.#planNext()
  }

  #planNext(): void {
    let next: number | null = null
    for (const target of new Set([...this.#queue.targets(), ...this.#vault.regionKeeper.returning])) {
      if (this.#looking.has(target)) continue
      const atMs = Math.max(this.stateOf(target).notBeforeMs, this.#queue.nextAtMs(target, this.#failingUntilMs) ?? 0, this.#host.clock.nowMs())
      if (next === null || atMs < next) next = atMs
    }
    if (next !== null) this.#planAt(next)
  }

  #deliverTo(name: string, nowMs: number): void {
    const due = this.#dueTo(name, nowMs)
    if (due === null) return
    const { region } = due.source
    this.#afterLook(name, [name, region], () => this.#deliverNow(name, region))
  }

  /** Runs at once, or when the disks that may hang have answered or not; others' deliveries go on meanwhile. */
  #afterLook(name: string, touched: readonly string[], run: () => void): void {
    if (this.#looking.has(name)) return
    const { far } = this.#vault.regionKeeper
    if (!touched.some((region) => far.isFar(region))) {
      run()
      return
    }
    this.#looking.add(name)
    far.whenLooked(touched, () => {
      this.#looking.delete(name)
      if (this.#isClosed) return
      run()
      this.#planNext()
    })
  }

  #dueTo(name: string, nowMs: number): ReturnType<DeliveryQueue['due']> {
    return this.#queue.due(name, nowMs, this.stateOf(name).batchSize, this.#failingUntilMs)
  }

  #deliverNow(name: string, looked: string): void {
    const due = this.#dueTo(name, this.#host.clock.nowMs())
    // What is due now may come from another store, whose disk nobody asked.
    if (due === null || due.source.region !== looked) return
    const { source, rows } = due
    if (this.#vault.regions.get(source.region) !== source) {
      this.#queue.keepOnly((other) => this.#vault.regions.get(other.region) === other)
      return
    }
    const startedMs = this.#host.clock.monotonicMs()
    let outcomes: Outcomes
    try {
      const target = this.#targetFor(name, rows)
      outcomes = target === null ? new Map() : carryBatch({ vaultId: this.#vault.vaultId, host: this.#host, source, target, rows })
    } catch (thrown) {
      this.#failed(name, ServiceError.from(thrown))
      return
    }
    this.#delivered(name, rows, this.#host.clock.monotonicMs() - startedMs)
    try {
      settleBatch(source, rows, outcomes, this.#host.clock.nowMs())
      const { attempts } = this.stateOf(source.region)
      if (attempts > 0) this.#recovered(source.region)
    } catch (thrown) {
      // It is not the target that fails: other stores' changes go on to it.
      this.#failed(source.region, ServiceError.from(thrown))
    }
  }

  /** A store that is away is looked for though nothing waits for it: what it has to deliver itself, only it knows. */
  #lookFor(name: string): void {
    this.#afterLook(name, [name], () => {
      try {
        this.#vault.regionKeeper.region(name)
      } catch (thrown) {
        this.#failed(name, ServiceError.from(thrown))
      }
    })
  }

  /** Null when the region has no store, and what is to be delivered is that something be gone from it. */
  #targetFor(name: string, rows: readonly OutboxRecord[]): RegionData | null {
    const { regionKeeper } = this.#vault
    const isThere = regionKeeper.open.has(name) || regionKeeper.problems.has(name)
    if (!isThere && rows.every(({ kind }) => kind !== 'replicate')) return null
    regionKeeper.requirePresent(name)
    return regionKeeper.withStore(name)
  }

  #delivered(name: string, rows: readonly OutboxRecord[], tookMs: number): void {
    const nowMs = this.#host.clock.nowMs()
    const isSlow = tookMs > SLOW_BATCH_MS * 4
    const { batchSize } = this.stateOf(name)
    this.#targets.set(name, {
      attempts: 0,
      notBeforeMs: nowMs + (tookMs > SLOW_BATCH_MS ? Math.min(tookMs, LONGEST_PAUSE_MS) : Math.min(tookMs * BURST_PAUSE_FACTOR, BURST_PAUSE_MS)),
      problem: null,
      lastLagMs: Math.max(0, nowMs - Math.min(...rows.map(({ sinceMs }) => sinceMs))),
      lastDeliveredAtMs: nowMs,
      batchSize: isSlow ? Math.max(1, batchSize >> 1) : Math.min(BATCH, batchSize * 2),
    })
  }

  #failed(name: string, problem: ServiceError): void {
    const state = this.stateOf(name)
    // To ask again after a disk that does not answer touches nothing.
    const longestMs = problem.code === 'DiskNotAnswering' ? LONGEST_ASKING_MS : Infinity
    const notBeforeMs = this.#host.clock.nowMs() + Math.min(longestMs, retryDelayMs(state.attempts))
    this.#targets.set(name, { ...state, attempts: state.attempts + 1, notBeforeMs, problem })
    this.#host.log.warn('Changes could not be delivered to a region; it will be tried again', { region: name, code: problem.code, attempts: state.attempts + 1 })
    if (REOPEN_CODES.has(problem.code) && name !== this.#vault.homeRegion && this.#vault.regions.has(name)) this.#vault.regionKeeper.suspend(name, problem)
  }
}
