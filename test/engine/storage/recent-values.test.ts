import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { openMemoryStore } from '../../../electron/engine/storage/open-region-store.ts'
import type { StoredValue } from '../../../electron/engine/storage/value-table.ts'
import { FakeHost } from '../vault/vault-host.ts'

type Step = { readonly kind: 'put' | 'delete' | 'get'; readonly id: string; readonly size: number } | { readonly owner: string }

const ids = ['a/1', 'a/2', 'b/1'] as const
const ownerOf = (id: string): string => id.slice(0, 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('put', 'delete', 'get'), id: fc.constantFrom(...ids), size: fc.constantFrom(1, 300, 4_096, 4_097, 70_000) }),
  fc.record({ owner: fc.constantFrom('a', 'b') }),
)
const transactions = fc.array(fc.record({ steps: fc.array(step, { maxLength: 6 }), commits: fc.boolean(), readsAfter: fc.array(fc.constantFrom(...ids), { maxLength: 3 }) }), { maxLength: 12 })

test('a value that is read is always the one that was committed last, whatever was read, written and undone before', () => {
  fc.assert(
    fc.property(transactions, (history) => {
      const store = openMemoryStore({ region: 'eu-central-1', vaultId: 'vault-1', rootKey: RootKey.generate(), host: new FakeHost('/nowhere') })
      try {
        let committed = new Map<string, StoredValue>()
        let count = 0
        for (const { steps, commits, readsAfter } of history) {
          const model = new Map(committed)
          const run = (): void => {
            for (const one of steps) {
              if ('owner' in one) {
                for (const id of ids) if (ownerOf(id) === one.owner) model.delete(id)
                store.values.deleteByOwner(one.owner)
              } else if (one.kind === 'put') {
                const value = { wrappedKey: Buffer.from([++count]), ciphertext: Buffer.alloc(one.size, count) }
                store.values.put(one.id, ownerOf(one.id), value)
                model.set(one.id, value)
              } else if (one.kind === 'delete') {
                expect(store.values.delete(one.id)).toBe(model.delete(one.id))
              } else {
                expect(store.values.get(one.id)).toEqual(model.get(one.id) ?? null)
              }
            }
            if (!commits) throw new Error('undone')
          }
          if (commits) {
            store.transaction(run)
            committed = model
          } else expect(() => store.transaction(run)).toThrow('undone')
          for (const id of readsAfter) expect(store.values.get(id)).toEqual(committed.get(id) ?? null)
        }
        for (const id of ids) expect(store.values.get(id)).toEqual(committed.get(id) ?? null)
      } finally {
        store.close()
      }
    }),
    { numRuns: 150 },
  )
})

test('a short value is read from disk once, a long one each time, and one that is written again anew', () => {
  const store = openMemoryStore({ region: 'eu-central-1', vaultId: 'vault-1', rootKey: RootKey.generate(), host: new FakeHost('/nowhere') })
  const put = (size: number): void => store.transaction(() => store.values.put('a', 'a', { wrappedKey: Buffer.of(1), ciphertext: Buffer.alloc(size, 5) }))
  put(4_096)
  const first = store.values.get('a')
  expect(store.values.get('a')).toBe(first)
  put(4_096)
  expect(store.values.get('a')).not.toBe(first)
  put(4_097)
  expect(store.values.get('a')).not.toBe(store.values.get('a'))
  store.close()
})
