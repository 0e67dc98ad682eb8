import { dirname } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import { storageError } from '../storage/storage-error.ts'
import { regionFile } from '../vault/region-files.ts'

/** How long an answer counts for calls, in milliseconds: a look costs a sync of the disk, and calls come in bursts. */
export const ANSWER_COUNTS_MS = 250
/** How often a disk is asked whether a store on it can be closed at last. */
const CLOSE_AFTER_MS = 1_000

export interface FarStoresParts {
  readonly host: Pick<Host, 'dataDir' | 'disks' | 'log' | 'clock'>
  /** Every region with a store that is open, or that is away. */
  readonly regions: () => readonly string[]
  /** Where the store of a region lies that is open, or that may come back; null for every other. */
  readonly fileOf: (region: string) => string | null
  /** Takes a region's store out of use without closing it, which would wait for its disk; gives it back. */
  readonly putAside: (region: string, problem: ServiceError) => RegionData | null
}

/**
 * The stores outside the vault's folder, whose disks may hang while the vault's own does not. Their disks are asked before
 * they are touched; the thread of the engine never waits for one that does not answer.
 */
export class FarStores {
  readonly #parts: FarStoresParts
  /** Regions whose disk does not answer, with the store that was open. Held, so that nothing closes it meanwhile. */
  readonly #silent = new Map<string, RegionData | null>()
  readonly #answeredAtMs = new Map<string, number>()

  constructor(parts: FarStoresParts) {
    this.#parts = parts
  }

  isFar(region: string): boolean {
    return this.#farFile(region) !== null
  }

  isSilent(region: string): boolean {
    return this.#silent.has(region)
  }

  /** Asks the disks of those regions, or of all. A store on one that does not answer is put aside, until it is asked again and answers. */
  async look(regions: Iterable<string> = this.#parts.regions(), answerCountsMs = ANSWER_COUNTS_MS): Promise<void> {
    await Promise.all([...regions].map((region) => this.#lookAt(region, answerCountsMs)))
  }

  /** Runs at once when all of those stores lie in the vault's folder, else after a look at the others: what nobody waits for takes no answer of before. */
  whenLooked(regions: Iterable<string>, run: () => void): void {
    const far = [...regions].filter((region) => this.isFar(region))
    if (far.length === 0) run()
    else void this.look(far, 0).then(run)
  }

  async #lookAt(region: string, answerCountsMs: number): Promise<void> {
    const file = this.#askedFile(region)
    const { disks, clock } = this.#parts.host
    if (file === null || clock.monotonicMs() - (this.#answeredAtMs.get(file) ?? -Infinity) < answerCountsMs) return
    const isAnswering = await disks.look(file)
    if (isAnswering) this.#answeredAtMs.set(file, clock.monotonicMs())
    // It may have been moved, detached or sealed while its disk was asked.
    if (this.#askedFile(region) !== file) return
    if (isAnswering) this.#answers(region)
    else this.#fallsSilent(region)
  }

  /** The vault closes: what was put aside is closed when its disk answers, since a file that is open keeps a later unlock from it. */
  close(): void {
    for (const [region, left] of this.#silent) if (left !== null) void this.#closeLater(region, left)
  }

  async #closeLater(region: string, left: RegionData): Promise<void> {
    const { disks, clock } = this.#parts.host
    if (await disks.look(left.store.file)) this.#answers(region)
    else clock.at(clock.nowMs() + CLOSE_AFTER_MS, () => void this.#closeLater(region, left))
  }

  #answers(region: string): void {
    const left = this.#silent.get(region) ?? null
    this.#silent.delete(region)
    try {
      left?.store.close()
    } catch (thrown) {
      this.#parts.host.log.warn('The store of a region that answers again could not be closed', { region, code: ServiceError.from(thrown).code })
    }
  }

  #fallsSilent(region: string): void {
    if (this.#silent.has(region)) return
    this.#parts.host.log.warn('The disk of a region does not answer; the region is left alone until it does', { region })
    this.#silent.set(region, this.#parts.putAside(region, storageError('DiskNotAnswering', { region })))
  }

  /** Also of a store that was put aside and then detached: it is still open. */
  #askedFile(region: string): string | null {
    return this.#farFile(region) ?? this.#silent.get(region)?.store.file ?? null
  }

  #farFile(region: string): string | null {
    const file = this.#parts.fileOf(region)
    return file !== null && dirname(file) !== dirname(regionFile(this.#parts.host.dataDir, region)) ? file : null
  }
}
