import Database from 'better-sqlite3'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MIGRATIONS } from '../../../electron/engine/storage/migrations/migrations.ts'
import { openDatabase } from '../../../electron/engine/storage/open-database.ts'
import { codeOf, ScratchVault } from './scratch-vault.ts'

type Pet = { readonly id: string; readonly name: string }

let vault: ScratchVault
beforeEach(() => {
  vault = new ScratchVault()
  const store = vault.create()
  store.transaction(() => {
    for (const id of ['a', 'b', 'c']) {
      store.table<Pet>('pet').put({ id, name: `name of ${id}` })
      store.table<Pet>('toy').put({ id, name: `toy of ${id}` })
      store.values.put(`${id}/1`, id, { wrappedKey: Buffer.from(`key ${id}`), ciphertext: Buffer.from(`value ${id}`) })
    }
    store.writeHeader(Buffer.from('header'))
  })
  store.close()
})
afterEach(() => vault.remove())

/** Runs SQL on the file as someone would who has the disk but not the key. */
function attack(statements: string): void {
  const database = new Database(vault.file)
  database.exec(statements)
  database.close()
}

const ATTACKS: Record<string, string> = {
  'a row is deleted': 'DELETE FROM sealed_row WHERE rowid = 2',
  'all rows are deleted': 'DELETE FROM sealed_row',
  'two rows swap their contents': `UPDATE sealed_row SET sealed = CASE rowid WHEN 1 THEN (SELECT sealed FROM sealed_row WHERE rowid = 3) ELSE (SELECT sealed FROM sealed_row WHERE rowid = 1) END WHERE rowid IN (1, 3)`,
  'a row moves to another table': `UPDATE sealed_row SET table_name = 'zoo' WHERE rowid = 1`,
  'a row is copied': `INSERT INTO sealed_row SELECT 'zoo', row_key, sealed FROM sealed_row WHERE rowid = 1`,
  'a value is deleted': 'DELETE FROM value_row WHERE rowid = 1',
  'a value changes its owner': 'UPDATE value_row SET owner_key = (SELECT owner_key FROM value_row WHERE rowid = 2) WHERE rowid = 1',
  'a value changes with its digest': `UPDATE value_row SET digest = zeroblob(32), ciphertext = zeroblob(7) WHERE rowid = 1`,
  'the epoch is raised': 'UPDATE store_state SET epoch = epoch + 1',
  'the state is deleted': 'DELETE FROM store_state',
  'the header is replaced': `UPDATE vault_header SET header = x'00'`,
  'the header is deleted': 'DELETE FROM vault_header',
}

for (const [name, statements] of Object.entries(ATTACKS)) {
  test(`is noticed at unlock: ${name}`, () => {
    attack(statements)
    expect(codeOf(() => vault.open())).toBe('VaultDamaged')
  })
}

test('with typed consent a damaged file opens with what can be read, and is whole after the next write', () => {
  attack(`UPDATE sealed_row SET sealed = zeroblob(200) WHERE rowid = 1`)
  const store = vault.open({ acceptDamage: true })
  expect([...store.table<Pet>('pet').all()].map((row) => row.id)).toEqual(['b', 'c'])
  store.transaction(() => store.table<Pet>('pet').put({ id: 'a', name: 'again' }))
  store.close()
  expect(vault.open().table<Pet>('pet').size).toBe(3)
})

test('a changed ciphertext is noticed when it is read, and only that value is lost', () => {
  attack(`UPDATE value_row SET ciphertext = zeroblob(7) WHERE rowid = 1`)
  const store = vault.open()
  expect(codeOf(() => store.values.get('a/1'))).toBe('VaultDamaged')
  expect(Buffer.from(store.values.get('b/1')?.ciphertext as Uint8Array).toString()).toBe('value b')
})

test('an older copy of the whole file is noticed, named with both epochs, and opens by consent', () => {
  const old = join(vault.dataDir, 'yesterday.db')
  copyFileSync(vault.file, old)
  const store = vault.open()
  const oldEpoch = store.epoch
  store.transaction(() => store.table<Pet>('pet').delete('a'))
  store.transaction(() => store.table<Pet>('pet').delete('b'))
  store.close()
  copyFileSync(old, vault.file)

  let thrown: unknown
  try {
    vault.open()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'VaultOlderThanLastSeen', details: { fileEpoch: String(oldEpoch), lastSeenEpoch: String(oldEpoch + 2n) } })
  vault.open({ acceptOlderFile: true }).close()
  expect(vault.open().table<Pet>('pet').size).toBe(3)
})

test('a torn outside mark leaves the one before; a lost or foreign one warns of nothing and is made anew', () => {
  const mark = join(vault.dataDir, 'epoch.mark')
  const store = vault.open()
  store.transaction(() => store.table<Pet>('pet').delete('a'))
  store.close()
  const bytes = readFileSync(mark)
  for (let at = 0; at < bytes.length; at += 7) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] as number) ^ 0xff
    writeFileSync(mark, changed)
    vault.open().close()
  }
  writeFileSync(mark, bytes.subarray(0, 50))
  vault.open().close()
  rmSync(mark)
  vault.open().close()
  expect(readFileSync(mark).length).toBeGreaterThan(90)
})

test('a file of a newer format is refused, named so, and left as it is', () => {
  attack(`PRAGMA user_version = ${String(MIGRATIONS.length + 1)}`)
  const before = readFileSync(vault.file)
  expect(codeOf(() => vault.open())).toBe('VaultFormatNewer')
  expect(readFileSync(vault.file).equals(before)).toBe(true)
})

test('a file with another application id is not a vault', () => {
  attack('PRAGMA application_id = 1')
  expect(codeOf(() => vault.open())).toBe('NotAVaultFile')
})

test('an older file is brought up to date in one step, and a copy of it is kept', () => {
  const migrations = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; INSERT INTO later VALUES (7)']
  const database = openDatabase({ file: vault.file, migrations })
  expect([database.prepare('SELECT id FROM later').pluck().get(), database.pragma('user_version', { simple: true })]).toEqual([7, migrations.length])
  database.close()
  const copy = new Database(`${vault.file}.before-${String(migrations.length)}`, { readonly: true })
  expect(copy.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
  expect(copy.prepare('SELECT count(*) FROM sealed_row').pluck().get()).toBe(6)
  copy.close()
  expect(codeOf(() => vault.open())).toBe('VaultFormatNewer')
})

test('a step that fails leaves the older file as it was', () => {
  const migrations = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; SELECT no_such_column FROM later']
  expect(() => openDatabase({ file: vault.file, migrations })).toThrow('no_such_column')
  expect(vault.open().table<Pet>('pet').size).toBe(3)
})

test('every reopened file has the settings that durability and secrecy rest on', () => {
  const database = openDatabase({ file: vault.file })
  const names = ['journal_mode', 'synchronous', 'locking_mode', 'secure_delete', 'trusted_schema', 'cell_size_check', 'foreign_keys', 'temp_store', 'application_id']
  expect(Object.fromEntries(names.map((name) => [name, database.pragma(name, { simple: true })]))).toEqual({
    journal_mode: 'wal',
    synchronous: 2,
    locking_mode: 'exclusive',
    secure_delete: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    foreign_keys: 1,
    temp_store: 2,
    application_id: 0x434f4646,
  })
  database.close()
})
