import type { RootKey } from '../../electron/engine/seal/root-key.ts'
import { openRegionStore } from '../../electron/engine/storage/open-region-store.ts'
import type { RegionStore } from '../../electron/engine/storage/region-store.ts'
import { FakeHost } from '../engine/vault/vault-host.ts'

type Pet = { readonly id: string; readonly step: number }

export const REGION = 'eu-central-1'
export const VAULT_ID = 'vault-under-test'
/** Longer than a page, so that values use overflow pages too. */
const VALUE_BYTES = 5000

export function openTestStore(dataDir: string, rootKey: RootKey, create = false): RegionStore {
  return openRegionStore({ file: `${dataDir}/regions/${REGION}.db`, region: REGION, vaultId: VAULT_ID, rootKey, host: new FakeHost(dataDir), create })
}

/** Step `n` of a fixed story of writes: each makes a row and its value, some change or delete earlier ones. */
export function runStep(store: RegionStore, step: number): void {
  const pets = store.table<Pet>('pet')
  store.transaction(() => {
    pets.put({ id: `p${String(step)}`, step })
    store.values.put(`p${String(step)}/1`, `p${String(step)}`, { wrappedKey: Buffer.alloc(93, step), ciphertext: Buffer.alloc(VALUE_BYTES, step) })
    if (step % 3 === 2) pets.put({ id: `p${String(step - 1)}`, step: 1000 + step })
    if (step % 4 === 3) {
      pets.delete(`p${String(step - 2)}`)
      store.values.deleteByOwner(`p${String(step - 2)}`)
    }
    if (step % 5 === 4) store.writeHeader(Buffer.from(`header ${String(step)}`))
  })
}

/** What the store must hold after the first `steps` steps. */
export function modelAfter(steps: number): unknown {
  const rows = new Map<string, number>()
  let header = ''
  for (let step = 0; step < steps; step++) {
    rows.set(`p${String(step)}`, step)
    if (step % 3 === 2 && step > 0) rows.set(`p${String(step - 1)}`, 1000 + step)
    if (step % 4 === 3) rows.delete(`p${String(step - 2)}`)
    if (step % 5 === 4) header = `header ${String(step)}`
  }
  return describe([...rows].map(([id, step]) => ({ id, step })), (id) => Number(id.slice(1)), header, steps)
}

/** What the store does hold, in the same form. */
export function stateOf(store: RegionStore): unknown {
  const byteOf = (id: string): number => {
    const value = store.values.get(`${id}/1`)
    const isWhole = value?.ciphertext.length === VALUE_BYTES && value.ciphertext.every((byte) => byte === value.ciphertext[0])
    return isWhole ? (value.ciphertext[0] as number) : -1
  }
  const header = store.header === null ? '' : Buffer.from(store.header).toString()
  return describe([...store.table<Pet>('pet').all()], byteOf, header, Number(store.epoch) - 1)
}

function describe(rows: readonly Pet[], byteOf: (id: string) => number, header: string, epoch: number): unknown {
  return { rows: rows.map((row) => `${row.id}=${String(row.step)} value ${String(byteOf(row.id))}`).sort(), header, epoch }
}
