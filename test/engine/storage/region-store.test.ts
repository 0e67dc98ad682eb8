import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf, REGION, ScratchVault } from './scratch-vault.ts'

type Pet = { readonly id: string; readonly name: string; readonly tags: readonly string[] }
const CANARY = 'canary-7f3a9c-top-secret-name'

let vault: ScratchVault
beforeEach(() => {
  vault = new ScratchVault()
})
afterEach(() => vault.remove())

const pet = (id: string, name = id, tags: readonly string[] = []): Pet => ({ id, name, tags })

test('rows, values and the header are there after reopening, frozen and in order', () => {
  const store = vault.create()
  const value = { wrappedKey: Buffer.from('wrapped'), ciphertext: Buffer.alloc(9000, 7) }
  store.transaction(() => {
    store.table<Pet>('pet').put(pet('b'))
    store.table<Pet>('pet').put(pet('a'))
    store.values.put('b/1', 'b', value)
    store.writeHeader(Buffer.from('header bytes'))
  })
  const epoch = store.epoch
  store.close()

  const again = vault.open()
  expect([...again.table<Pet>('pet').all()]).toEqual([pet('b'), pet('a')])
  expect(Object.isFrozen(again.table<Pet>('pet').get('a')?.tags)).toBe(true)
  expect(again.values.get('b/1')).toEqual(value)
  expect(Buffer.from(again.header as Uint8Array).toString()).toBe('header bytes')
  expect(again.epoch).toBe(epoch)
})

test('a throw undoes rows, indexes, values, header and epoch, and the file stays whole', () => {
  const store = vault.create()
  const pets = store.table<Pet>('pet')
  const byTag = pets.index('tag', (row) => row.tags)
  store.transaction(() => {
    pets.put(pet('a', 'first', ['x']))
    store.values.put('a/1', 'a', { wrappedKey: Buffer.of(1), ciphertext: Buffer.of(2) })
  })
  const epoch = store.epoch
  const fail = () =>
    store.transaction(() => {
      pets.put(pet('a', 'second', ['y']))
      pets.put(pet('b', 'new', ['x']))
      pets.delete('a')
      store.values.deleteByOwner('a')
      store.writeHeader(Buffer.from('new header'))
      throw new Error('no')
    })
  expect(fail).toThrow('no')
  expect({ rows: [...pets.all()], x: byTag.get('x'), y: byTag.get('y'), header: store.header, epoch: store.epoch }).toEqual({
    rows: [pet('a', 'first', ['x'])],
    x: [pet('a', 'first', ['x'])],
    y: [],
    header: null,
    epoch,
  })
  expect(store.values.get('a/1')?.ciphertext).toEqual(Buffer.of(2))
  store.close()
  expect([...vault.open().table<Pet>('pet').all()]).toEqual([pet('a', 'first', ['x'])])
})

test('a nested transaction joins; its throw dooms the outer one even when caught', () => {
  const store = vault.create()
  const pets = store.table<Pet>('pet')
  store.transaction(() => {
    pets.put(pet('a'))
    store.transaction(() => pets.put(pet('b')))
  })
  expect(pets.size).toBe(2)
  const swallowing = () =>
    store.transaction(() => {
      try {
        store.transaction(() => {
          pets.put(pet('c'))
          throw new Error('inner')
        })
      } catch {
        pets.put(pet('d'))
      }
    })
  expect(swallowing).toThrow('inner')
  expect(pets.size).toBe(2)
})

test('changes are announced after the commit, once a row, and never for what was undone', () => {
  const store = vault.create()
  const pets = store.table<Pet>('pet')
  const seen: unknown[] = []
  pets.onChange((change) => seen.push(change))
  pets.onChange(() => {
    throw new Error('a bad listener')
  })
  store.transaction(() => {
    pets.put(pet('a', 'one'))
    pets.put(pet('a', 'two'))
    pets.put(pet('b'))
    pets.delete('b')
    expect(seen).toEqual([])
  })
  expect(() => store.transaction(() => { pets.put(pet('c')); throw new Error('no') })).toThrow('no')
  store.transaction(() => pets.delete('a'))
  expect(seen).toEqual([{ before: null, after: pet('a', 'two') }, { before: pet('a', 'two'), after: null }])
  expect(vault.warnings.length).toBe(2)
})

test('writes need a transaction, and rows are plain JSON data', () => {
  const store = vault.create()
  const table = store.table<{ id: string; extra?: unknown }>('pet')
  expect(() => table.put({ id: 'a' })).toThrow('inside a transaction')
  expect(() => table.delete('a')).toThrow('inside a transaction')
  expect(() => store.values.put('a', 'a', { wrappedKey: Buffer.of(1), ciphertext: Buffer.of(1) })).toThrow('inside a transaction')
  for (const extra of [Number.NaN, new Date(0), Buffer.of(1), () => 1, [undefined], 1n]) {
    expect(() => store.transaction(() => table.put({ id: 'a', extra }))).toThrow('Invariant broken')
  }
  expect(() => store.transaction(async () => table.put({ id: 'a' }))).toThrow('synchronous')
  expect(table.size).toBe(0)
  store.transaction(() => table.put({ id: 'a', extra: [1, { deep: null }] }))
  expect(table.get('a')).toEqual({ id: 'a', extra: [1, { deep: null }] })
})

test('a second opener is told which process has the vault, and changes nothing', () => {
  const store = vault.create()
  store.transaction(() => store.table<Pet>('pet').put(pet('a')))
  let thrown: { code?: string; details?: Record<string, string> } = {}
  try {
    vault.open()
  } catch (error) {
    thrown = error as typeof thrown
  }
  expect(thrown.code).toBe('VaultInUse')
  expect(thrown.details?.['pid']).toBe(String(process.pid))
  store.transaction(() => store.table<Pet>('pet').put(pet('b')))
  expect(store.table<Pet>('pet').size).toBe(2)
})

test('no name, id, value or owner is in any file in the clear', () => {
  const store = vault.create()
  store.transaction(() => {
    store.table<Pet>('pet').put(pet(CANARY, CANARY, [CANARY]))
    store.values.put(`${CANARY}/1`, CANARY, { wrappedKey: Buffer.of(1), ciphertext: Buffer.of(2) })
  })
  store.close()
  const needles = [CANARY, Buffer.from(CANARY).toString('base64').slice(0, 16), Buffer.from(CANARY).toString('hex')]
  const found = filesBelow(vault.dataDir).flatMap((file) => needles.filter((needle) => readFileSync(file).includes(needle)).map((needle) => `${file}: ${needle}`))
  expect(found).toEqual([])
})

test('deleted bytes are gone from every file at once, free pages included', () => {
  const store = vault.create()
  const marker = Buffer.from('remnant-marker-'.repeat(300))
  const rows = store.table<Pet>('pet')
  for (let n = 0; n < 20; n++) {
    store.transaction(() => {
      rows.put(pet(`p${String(n)}`))
      store.values.put(`p${String(n)}/1`, `p${String(n)}`, { wrappedKey: marker, ciphertext: marker })
    })
  }
  expect(holders(vault.dataDir, marker.subarray(0, 60)).length).toBeGreaterThan(0)
  store.transaction(() => {
    for (let n = 0; n < 20; n++) store.values.deleteByOwner(`p${String(n)}`)
  })
  expect(holders(vault.dataDir, marker.subarray(0, 60))).toEqual([])
})

test('files are private from the start: 0600 in a folder 0700', () => {
  vault.create().transaction(() => undefined)
  expect(statSync(join(vault.dataDir, 'regions')).mode & 0o777).toBe(0o700)
  const modes = filesBelow(vault.dataDir).map((file) => [file.slice(vault.dataDir.length + 1), (statSync(file).mode & 0o777).toString(8)])
  expect(modes).toEqual(modes.map(([file]) => [file, '600']))
  expect(modes.length).toBeGreaterThanOrEqual(4)
})

test('creating never touches a file that is there; opening never makes one', () => {
  expect(codeOf(() => vault.open())).toBe('VaultFileMissing')
  vault.create().close()
  expect(codeOf(() => vault.create())).toBe('VaultFileExists')
  const foreign = join(vault.dataDir, 'foreign.db')
  writeFileSync(foreign, 'just text, not a database at all'.repeat(40))
  expect(codeOf(() => vault.open({ file: foreign }))).toBe('VaultDamaged')
  expect(readFileSync(foreign, 'utf8').startsWith('just text')).toBe(true)
  expect(codeOf(() => vault.open({ region: 'us-east-1' }))).toBe('VaultDamaged')
  expect(vault.open().region).toBe(REGION)
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function holders(folder: string, needle: Buffer): string[] {
  return filesBelow(folder).filter((file) => readFileSync(file).includes(needle))
}
