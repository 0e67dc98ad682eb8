import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import { openRegionData } from '../region-data.ts'
import type { RootKey } from '../seal/root-key.ts'
import { openMemoryStore } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { copyStore } from '../vault/copy-store.ts'
import { writePlace } from '../vault/region-files.ts'
import { copyGlobals } from './global-copies.ts'

/** Each is a database in memory; more at once means that somebody is guessing names. */
const KEPT = 16

export interface EmptyRegionsParts {
  readonly vaultId: string
  readonly rootKey: RootKey
  readonly host: Pick<Host, 'dataDir' | 'sqlite' | 'log' | 'clock' | 'random'>
}

/** Regions of AWS that the vault has no store for: each empty, in memory, until something is written to it. */
export class EmptyRegions {
  readonly #parts: EmptyRegionsParts
  readonly #regions = new Map<string, RegionData>()

  constructor(parts: EmptyRegionsParts) {
    this.#parts = parts
  }

  get(name: string): RegionData | undefined {
    return this.#regions.get(name)
  }

  make(name: string): RegionData {
    const oldest = this.#regions.keys().next().value
    if (this.#regions.size >= KEPT && oldest !== undefined) {
      this.#regions.get(oldest)?.store.close()
      this.#regions.delete(oldest)
    }
    const { vaultId, rootKey, host } = this.#parts
    const data = openRegionData(openMemoryStore({ region: name, vaultId, rootKey, host }), rootKey, vaultId, host.clock)
    this.#regions.set(name, data)
    return data
  }

  /** Makes a region's file of what is in memory, which is not used again: it may hold what did not reach the disk. */
  writeOut({ region, store, keyRing }: RegionData, home: RegionStore, file: string): void {
    this.#regions.delete(region)
    try {
      store.transaction(() => {
        if (home.header !== null) store.writeHeader(home.header)
        copyGlobals(home, store)
      })
      copyStore(store, file)
      writePlace(this.#parts.host.dataDir, { region, file })
    } finally {
      keyRing.erase()
      store.close()
    }
  }

  close(): void {
    for (const { store, keyRing } of this.#regions.values()) {
      keyRing.erase()
      store.close()
    }
    this.#regions.clear()
  }
}
