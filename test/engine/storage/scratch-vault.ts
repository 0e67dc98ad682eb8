import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { openRegionStore, type RegionStoreOptions } from '../../../electron/engine/storage/open-region-store.ts'
import type { RegionStore } from '../../../electron/engine/storage/region-store.ts'

export const REGION = 'eu-central-1'
export const VAULT_ID = '5f0c1a52-6e6b-4b7e-9a70-2f6a7a8f9b10'

type StorageHost = RegionStoreOptions['host']

/** A folder of its own with a root key; every store opened through it is closed, and the folder removed, by `remove`. */
export class ScratchVault {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'coffer-storage-'))
  readonly file = join(this.dataDir, 'regions', `${REGION}.db`)
  readonly rootKey = RootKey.generate()
  readonly warnings: string[] = []
  readonly host: StorageHost = {
    dataDir: this.dataDir,
    sqlite: {},
    log: { debug: () => undefined, info: () => undefined, warn: (message) => this.warnings.push(message), error: (message) => this.warnings.push(message) },
  }
  readonly #stores: RegionStore[] = []

  open(options: Partial<RegionStoreOptions> = {}): RegionStore {
    const store = openRegionStore({ file: this.file, region: REGION, vaultId: VAULT_ID, rootKey: this.rootKey, host: this.host, ...options })
    this.#stores.push(store)
    return store
  }

  create(): RegionStore {
    return this.open({ create: true })
  }

  remove(): void {
    for (const store of this.#stores) store.close()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}

/** The code of the ServiceError that `run` throws; anything else fails the test. */
export function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (thrown) {
    return (thrown as { readonly code?: string }).code ?? String(thrown)
  }
  return 'nothing was thrown'
}
