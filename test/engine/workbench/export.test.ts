import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestVault, type TestVault } from '../../support/test-vault.ts'
import { quickArgon2id } from '../../support/quick-argon2.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, makeUser } from '../../support/users.ts'

const PASSPHRASE = 'correct horse battery staple'
const BINARY = Buffer.from([0, 1, 2, 250, 255]).toString('base64')
let vault: TestVault
let folder: string

beforeEach(async () => {
  vault = await openTestVault({ host: { argon2id: quickArgon2id } })
  folder = join(vault.folder, 'exports')
  mkdirSync(folder)
  await vault.call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: JSON.stringify({ user: 'u', password: "it's #1 \"$x\"\nline" }), Description: 'the database' })
  await vault.call('secretsmanager:CreateSecret', { Name: 'app/text', SecretString: 'plain text é 🔐' })
  await vault.call('secretsmanager:CreateSecret', { Name: 'app/bytes', SecretBinary: BINARY })
  await vault.call('secretsmanager:CreateSecret', { Name: 'app/empty' })
})
afterEach(() => vault.close())

const ALL = ['app/db', 'app/text', 'app/bytes', 'app/empty']
const path = (name: string) => join(folder, name)
const exportTo = (file: string, Format: 'env' | 'json' | 'encrypted', SecretIds = ALL, Passphrase?: string) =>
  vault.call('workbench:ExportSecrets', { SecretIds, Format, Path: path(file), ...(Passphrase === undefined ? {} : { Passphrase }) })
const openExport = (Text: string, Passphrase = PASSPHRASE) => vault.call('workbench:OpenExport', { Text, Passphrase })
const text = (file: string) => readFileSync(path(file), 'utf8')

describe('a file', () => {
  test.each(['env', 'json', 'encrypted'] as const)('%s is the owner’s alone, counts secrets with a value, and its size', async (Format) => {
    const output = await exportTo('out', Format, ALL, PASSPHRASE)
    expect(output).toEqual({ Path: path('out'), SecretCount: 3, SizeBytes: statSync(path('out')).size })
    expect(statSync(path('out')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['out'])
  })

  test('json has the names, descriptions and values', async () => {
    await exportTo('out.json', 'json')
    expect(JSON.parse(text('out.json'))).toEqual({
      SecretValues: [
        { Name: 'app/db', Description: 'the database', SecretString: JSON.stringify({ user: 'u', password: "it's #1 \"$x\"\nline" }) },
        { Name: 'app/text', SecretString: 'plain text é 🔐' },
        { Name: 'app/bytes', SecretBinary: BINARY },
      ],
    })
  })

  test('env has one line for each key', async () => {
    await exportTo('.env', 'env', ['app/db'])
    expect(text('.env')).toMatch(/^user=u\npassword=.+\n$/)
  })

  test('replaces the file that was there, also one that others could read', async () => {
    writeFileSync(path('out.json'), 'x'.repeat(100_000), { mode: 0o644 })
    await exportTo('out.json', 'json', ['app/text'])
    expect([text('out.json').startsWith('{'), statSync(path('out.json')).mode & 0o777]).toEqual([true, 0o600])
  })

  test('holds the current version only', async () => {
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'app/text', SecretString: 'newer' })
    await exportTo('out.json', 'json', ['app/text'])
    expect(JSON.parse(text('out.json'))).toEqual({ SecretValues: [{ Name: 'app/text', SecretString: 'newer' }] })
  })
})

describe('there and back', () => {
  test.each([
    ['json', async () => (await exportTo('f', 'json'), text('f'))],
    ['encrypted', async () => (await exportTo('f', 'encrypted', ALL, PASSPHRASE), (await openExport(text('f'))).Text)],
  ])('%s: an import into an empty vault has the same secrets', async (_format, take) => {
    const Text = await take()
    const other = await openTestVault()
    try {
      const Names = (await other.call('workbench:PlanImport', { Format: 'json', Text })).Entries.map((entry) => entry.Name)
      expect(await other.call('workbench:ApplyImport', { Format: 'json', Text, Names })).toMatchObject({ CreatedCount: 3 })
      const values = await Promise.all(Names.map((SecretId) => other.call('secretsmanager:GetSecretValue', { SecretId })))
      const before = await Promise.all(Names.map((SecretId) => vault.call('secretsmanager:GetSecretValue', { SecretId })))
      const content = ({ Name, SecretString, SecretBinary }: (typeof values)[number]) => ({ Name, SecretString, SecretBinary })
      expect(values.map(content)).toEqual(before.map(content))
      expect((await other.call('secretsmanager:DescribeSecret', { SecretId: 'app/db' })).Description).toBe('the database')
    } finally {
      await other.close()
    }
  })

  test('an import of it into the same vault finds everything the same', async () => {
    await exportTo('f', 'json')
    expect((await vault.call('workbench:PlanImport', { Format: 'json', Text: text('f') })).Entries.map(({ Status }) => Status)).toEqual(['same', 'same', 'same'])
  })
})

describe('an encrypted file', () => {
  const UNREADABLE = refusal('ExportUnreadable', 'This is not an encrypted export of Coffer, or it was cut short. Nothing was imported.')
  const WRONG = refusal('WrongPassphrase', 'The passphrase does not open this export, or the file was changed. Nothing was imported.')
  beforeEach(() => exportTo('sealed', 'encrypted', ALL, PASSPHRASE))

  test('holds no name and no value, and opens with its passphrase', async () => {
    const sealed = text('sealed')
    for (const word of ['app/db', 'app/text', 'plain text', Buffer.from('plain text').toString('base64').slice(0, 12), BINARY]) expect(sealed).not.toContain(word)
    expect((await openExport(sealed)).SecretCount).toBe(3)
  })

  test('does not open with another passphrase', async () => {
    expect(await refusalOf(openExport(text('sealed'), 'wrong horse battery staple'))).toEqual(WRONG)
  })

  test('opens for the same passphrase typed with other composed characters', async () => {
    await exportTo('composed', 'encrypted', ['app/text'], 'caf\u00e9 horse battery')
    expect((await openExport(text('composed'), 'cafe\u0301 horse battery')).SecretCount).toBe(1)
  })

  test.each([
    ['a changed value', (file: Record<string, unknown>) => ({ ...file, sealed: `AAAA${String(file['sealed']).slice(4)}` }), WRONG],
    ['a changed salt', (file: Record<string, unknown>) => ({ ...file, salt: Buffer.alloc(16).toString('base64') }), WRONG],
    ['changed costs that are possible', (file: Record<string, unknown>) => ({ ...file, argon2id: { ...(file['argon2id'] as object), passes: 4 } }), WRONG],
    ['costs that would eat the memory', (file: Record<string, unknown>) => ({ ...file, argon2id: { memoryKiB: 2 ** 30, passes: 3, parallelism: 4 } }), UNREADABLE],
    ['costs that would make guessing cheap', (file: Record<string, unknown>) => ({ ...file, argon2id: { memoryKiB: 8, passes: 1, parallelism: 1 } }), UNREADABLE],
    ['costs that are no numbers', (file: Record<string, unknown>) => ({ ...file, argon2id: { memoryKiB: '65536', passes: 3, parallelism: 4 } }), UNREADABLE],
    ['no costs', ({ argon2id: _argon2id, ...file }: Record<string, unknown>) => file, UNREADABLE],
    ['another format', (file: Record<string, unknown>) => ({ ...file, format: 'zip' }), UNREADABLE],
    [
      'a newer format',
      (file: Record<string, unknown>) => ({ ...file, format: 'coffer-export-2' }),
      refusal('ExportUnreadable', 'This export was made by a newer version of Coffer. Update Coffer to open it.'),
    ],
  ])('with %s is refused', async (_title, change, expected) => {
    const changed = JSON.stringify(change(JSON.parse(text('sealed')) as Record<string, unknown>))
    expect(await refusalOf(openExport(changed))).toEqual(expected)
  })

  test.each(['', 'null', '[]', '"text"', 'KEY=value', '{'])('a file that is %j is refused', async (content) => {
    expect(await refusalOf(openExport(content))).toEqual(UNREADABLE)
  })

  test('needs a passphrase, and a strong one', async () => {
    expect(await refusalOf(exportTo('out', 'encrypted'))).toEqual(refusal('InvalidParameterException', 'An encrypted export needs a passphrase.'))
    expect((await refusalOf(exportTo('out', 'encrypted', ALL, 'short'))).code).toBe('WeakPassphrase')
    expect(readdirSync(folder)).toEqual(['sealed'])
  })
})

describe('refusals', () => {
  test('a secret that is not there or in the trash: no file', async () => {
    expect((await refusalOf(exportTo('out', 'json', ['app/db', 'app/none']))).code).toBe('ResourceNotFoundException')
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'app/db' })
    expect((await refusalOf(exportTo('out', 'json'))).code).toBe('InvalidRequestException')
    expect(readdirSync(folder)).toEqual([])
  })

  test('a place that cannot be written: said with its reason, nothing is left', async () => {
    expect(await refusalOf(exportTo('no/folder/out', 'json'))).toEqual(
      refusal('ExportNotWritten', `The export could not be written to ${path('no/folder/out')} (ENOENT). No file was left there.`),
    )
    mkdirSync(path('taken'))
    expect((await refusalOf(exportTo('taken', 'json'))).code).toBe('ExportNotWritten')
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  test('a caller needs GetSecretValue on every secret', async () => {
    const user = await makeUser(vault, 'exporter', allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:app/text-*'))
    const run = (SecretIds: string[]) => vault.call('workbench:ExportSecrets', { SecretIds, Format: 'json', Path: path('out') }, user)
    expect((await refusalOf(run(['app/text', 'app/db']))).code).toBe('AccessDeniedException')
    expect(await run(['app/text'])).toMatchObject({ SecretCount: 1 })
  })

  test('the export of each secret is on record', async () => {
    await exportTo('out', 'json', ['app/db', 'app/text'])
    const { Events } = await vault.call('workbench:ListActivity', { MaxResults: 1 })
    expect(Events[0]).toMatchObject({ Operation: 'workbench:ExportSecrets', Outcome: 'allowed' })
    expect(Events[0]?.Resources.filter((resource) => resource.includes(':secret:'))).toHaveLength(2)
  })
})
