import { createHash } from 'node:crypto'
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'
import { refusalOf, type Refusal } from '../support/refusal.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const UNLOCK = { Method: 'passphrase', Passphrase: TEST_PASSPHRASE } as const
const DAMAGED = 'A file of the vault is damaged. It was not changed. Restore a back-up, or open it with what can still be read.'
const DAMAGED_HEADER = 'The header of this vault was damaged or changed by another program. It was not changed by Coffer; restore a back-up.'
let template: VaultTemplate
beforeAll(async () => {
  template = await makeVaultTemplate(async (call) => {
    await call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: 'the database password' })
    await call('secretsmanager:CreateSecret', { Name: 'app/other', SecretString: 'another value' })
  })
})
afterAll(() => template.remove())

const regionFile = (vault: string): string => join(vault, 'regions', `${TEST_REGION}.db`)
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

function change(vault: string, statement: string): void {
  const database = new Database(regionFile(vault))
  expect(database.prepare(statement).run().changes).toBeGreaterThan(0)
  database.close()
}

/** Flips one bit of one column of the row that a query names. */
function flip(vault: string, table: string, column: string, at: (length: number) => number): void {
  const database = new Database(regionFile(vault))
  const row = database.prepare(`SELECT rowid AS id, ${column} AS bytes FROM ${table} LIMIT 1`).get() as { id: number; bytes: Buffer }
  const index = at(row.bytes.length)
  row.bytes[index] = (row.bytes[index] as number) ^ 1
  database.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run(row.bytes, row.id)
  database.close()
}

async function withCore<T>(folder: string, run: (test: TestCore) => Promise<T>): Promise<T> {
  const test = await startTestCore({ folder })
  try {
    return await run(test)
  } finally {
    await test.close()
  }
}

/** The refusal to unlock a vault, whose file must be the same afterwards. */
async function refusedUnlock(vault: string): Promise<Refusal> {
  const before = digest(regionFile(vault))
  const refused = await withCore(vault, (test) => refusalOf(test.call('workbench:Unlock', UNLOCK)))
  expect(digest(regionFile(vault))).toBe(before)
  return refused
}

const middle = (length: number): number => Math.floor(length / 2)
const last = (length: number): number => length - 1

describe('a damaged vault is refused with words, and its file stays as it is', () => {
  it('with a flipped bit in the sealed root key of its header', async () => {
    const vault = template.copy()
    flip(vault, 'vault_header', 'header', middle)
    expect(await refusedUnlock(vault)).toEqual({ code: 'VaultDamaged', message: DAMAGED_HEADER, statusCode: 500 })
  })

  it('with a flipped bit at the end of its header', async () => {
    const vault = template.copy()
    flip(vault, 'vault_header', 'header', last)
    expect(await refusedUnlock(vault)).toEqual({ code: 'VaultDamaged', message: DAMAGED_HEADER, statusCode: 500 })
  })

  it.each([
    ['a row', 'sealed_row', 'sealed'],
    ['the key of a row', 'sealed_row', 'row_key'],
    ['the state', 'store_state', 'state_mac'],
  ])('with a flipped bit in %s', async (_what, table, column) => {
    const vault = template.copy()
    flip(vault, table, column, middle)
    expect(await refusedUnlock(vault)).toEqual({ code: 'VaultDamaged', message: DAMAGED, statusCode: 500 })
  })

  it.each([
    ['a row', 'sealed_row'],
    ['a value', 'value_row'],
  ])('with %s taken out', async (_what, table) => {
    const vault = template.copy()
    change(vault, `DELETE FROM ${table} WHERE rowid = (SELECT MIN(rowid) FROM ${table})`)
    expect(await refusedUnlock(vault)).toEqual({ code: 'VaultDamaged', message: DAMAGED, statusCode: 500 })
  })

  it('from a newer Coffer', async () => {
    const vault = template.copy()
    const database = new Database(regionFile(vault))
    database.pragma('user_version = 99')
    database.close()
    expect(await refusedUnlock(vault)).toEqual({ code: 'VaultFormatNewer', message: 'This vault was last used by a newer version of Coffer. It was not changed; update Coffer to open it.', statusCode: 400 })
    const status = await withCore(vault, (test) => test.call('workbench:GetStatus', {}))
    expect({ state: status.State, warnings: status.Warnings }).toEqual({
      state: 'sealed',
      warnings: [{ Code: 'VaultFormatNewer', Message: 'This vault was last used by a newer version of Coffer. It was not changed; update Coffer to open it.' }],
    })
  })
})

it('a flipped bit in one value keeps that value from being read, never gives a wrong one, and leaves the others', async () => {
  const vault = template.copy()
  flip(vault, 'value_row', 'ciphertext', middle)
  const answers = await withCore(vault, async (test) => {
    await test.call('workbench:Unlock', UNLOCK)
    const read = (SecretId: string): Promise<string | undefined | Refusal> =>
      test.call('secretsmanager:GetSecretValue', { SecretId }).then(
        ({ SecretString }) => SecretString,
        (error: Refusal) => ({ code: error.code, message: error.message, statusCode: error.statusCode }),
      )
    return [await read('app/db'), await read('app/other')]
  })
  expect(answers).toEqual([{ code: 'VaultDamaged', message: DAMAGED, statusCode: 500 }, 'another value'])
})

it('an unlocked vault says that its activity record was damaged, also later, and goes on', async () => {
  const vault = template.copy()
  const segment = join(vault, 'audit', '000001.log')
  const bytes = readFileSync(segment)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] as number) ^ 1
  writeFileSync(segment, bytes)
  const look = (): Promise<object> =>
    withCore(vault, async (test) => {
      const { Warnings } = await test.call('workbench:Unlock', UNLOCK)
      const { Intact, Problem = '' } = await test.call('workbench:VerifyActivity', {})
      const value = (await test.call('secretsmanager:GetSecretValue', { SecretId: 'app/db' })).SecretString
      return { Warnings: Warnings.map(({ Code, Message }) => [Code, Message.replaceAll(/\d+/g, 'N')]), Intact, Problem: Problem.replaceAll(/\d+/g, 'N'), value }
    })
  const problem = 'After record N, in file N: batches were cut off.'
  expect(await look()).toEqual({
    Warnings: [
      ['TailRecovered', 'The end of audit file N was cut off while being written; the log goes on after record N.'],
      ['ShorterThanRemembered', 'The audit ends at record N, but record N was once on disk: the log was cut, damaged or replaced.'],
    ],
    Intact: false,
    Problem: problem,
    value: 'the database password',
  })
  expect(await look()).toEqual({ Warnings: [], Intact: false, Problem: problem, value: 'the database password' })
})

it('a record that was cut off at its end is said to be shorter than it was', async () => {
  const vault = template.copy()
  const segment = join(vault, 'audit', '000001.log')
  truncateSync(segment, statSync(segment).size - 1)
  const { Intact, Problem = '' } = await withCore(vault, async (test) => {
    await test.call('workbench:Unlock', UNLOCK)
    return test.call('workbench:VerifyActivity', {})
  })
  expect({ Intact, Problem: Problem.replaceAll(/\d+/g, 'N') }).toEqual({ Intact: false, Problem: 'The audit ends at record N, but record N was once on disk: the log was cut, damaged or replaced.' })
})
