import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { versionId } from '../secretsmanager/secrets.ts'

type PlanInput = WireInput<'workbench:PlanImport'>
let vault: TestVault
beforeEach(async () => {
  vault = await openTestVault()
})
afterEach(() => vault.close())

const plan = (input: PlanInput) => vault.call('workbench:PlanImport', input)
const apply = (input: PlanInput, Names: string[], KmsKeyId?: string) => vault.call('workbench:ApplyImport', { ...input, Names, ...(KmsKeyId === undefined ? {} : { KmsKeyId }) })
const value = async (SecretId: string) => (await vault.call('secretsmanager:GetSecretValue', { SecretId })).SecretString
const create = (Name: string, SecretString: string) => vault.call('secretsmanager:CreateSecret', { Name, SecretString, ClientRequestToken: versionId(1) })
const names = async () => (await vault.call('secretsmanager:ListSecrets', { IncludePlannedDeletion: true })).SecretList.map((secret) => secret.Name)
const epoch = () => vault.vault.regions.get(REGION)?.store.epoch

const FILE: PlanInput = {
  Format: 'json',
  Name: 'app',
  Text: JSON.stringify({ db: { user: 'u', password: 'new', port: 5432 }, api: { key: 'k' }, same: { a: '1' } }),
}

describe('a plan', () => {
  test('says what is new, changed with its keys, the same and refused; and writes nothing', async () => {
    await create('app/db', JSON.stringify({ user: 'u', password: 'old', host: 'h' }))
    await create('app/same', JSON.stringify({ a: '1' }))
    await create('app/trash', 'x')
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'app/trash' })
    const before = epoch()
    const Text = JSON.stringify({ ...(JSON.parse(FILE.Text) as object), trash: { a: '1' }, 'bad name': { a: '1' } })
    expect(await plan({ ...FILE, Text })).toEqual({
      Format: 'json',
      Layout: 'one-secret-per-entry',
      NamesSecrets: false,
      Problems: [],
      Entries: [
        { Name: 'app/db', Status: 'changed', JsonKeys: ['user', 'password', 'port'], ChangedKeys: ['password'], AddedKeys: ['port'], RemovedKeys: ['host'] },
        { Name: 'app/api', Status: 'new', JsonKeys: ['key'], ChangedKeys: [], AddedKeys: ['key'], RemovedKeys: [] },
        { Name: 'app/same', Status: 'same', JsonKeys: ['a'], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] },
        { Name: 'app/trash', Status: 'refused', Problem: 'A secret of this name is in the trash. Restore it or delete it for good first.', JsonKeys: ['a'], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] },
        { Name: 'app/bad name', Status: 'refused', Problem: expect.stringMatching(/\S/), JsonKeys: ['a'], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] },
      ],
    })
    expect([epoch(), await names()]).toEqual([before, ['app/db', 'app/same', 'app/trash']])
  })

  test('holds no value, neither of the file nor of the vault', async () => {
    await create('app/db', JSON.stringify({ password: 'canary-in-vault' }))
    const text = JSON.stringify(await plan({ ...FILE, Text: JSON.stringify({ db: { password: 'canary-in-file' } }), Layout: 'one-secret-per-entry' }))
    expect(text).not.toMatch(/canary/)
  })

  test('compares a secret without a value, a text and bytes', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'empty' })
    await create('text', 'plain')
    const Text = JSON.stringify({ SecretValues: [{ Name: 'empty', SecretString: 'x' }, { Name: 'text', SecretBinary: Buffer.from('plain').toString('base64') }] })
    expect((await plan({ Format: 'json', Text })).Entries.map(({ Name, Status }) => [Name, Status])).toEqual([['empty', 'changed'], ['text', 'changed']])
  })

  test.each([
    ['env', { Format: 'auto', FileName: '.env', Text: 'A=1\nB="two"\n', Name: 'settings' }, ['settings']],
    ['yaml', { Format: 'auto', FileName: 'x.yaml', Text: 'A: "1"\nB: two\n', Name: 'settings' }, ['settings']],
    ['aws-credentials', { Format: 'auto', FileName: 'credentials', Text: '[default]\naws_access_key_id = AKIA\naws_secret_access_key = s\n' }, ['default']],
  ] as const)('reads %s', async (format, input, expected) => {
    const { Format, Entries } = await plan(input)
    expect([Format, Entries.map((entry) => entry.Name.split('/').at(-1))]).toEqual([format, expected])
  })
})

describe('an import', () => {
  test('creates what is new, adds a version to what changed, leaves the same alone, and takes only what was chosen', async () => {
    const { ARN } = await create('app/db', JSON.stringify({ password: 'old' }))
    await create('app/same', JSON.stringify({ a: '1' }))
    const output = await apply(FILE, ['app/db', 'app/same'])
    expect(output).toEqual({ CreatedCount: 0, UpdatedCount: 1, SameCount: 1, ARNs: [ARN] })
    expect([await value('app/db'), await names()]).toEqual([JSON.stringify({ user: 'u', password: 'new', port: 5432 }), ['app/db', 'app/same']])
    expect(await apply(FILE, ['app/db', 'app/api', 'app/same'])).toMatchObject({ CreatedCount: 1, UpdatedCount: 0, SameCount: 2 })
    const { Versions } = await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'app/same', IncludeDeprecated: true })
    expect(Versions).toHaveLength(1)
  })

  test('is one transaction', async () => {
    const before = epoch() ?? 0n
    await apply(FILE, ['app/db', 'app/api', 'app/same'])
    expect(epoch()).toBe(before + 1n)
  })

  test('with one that cannot be imported writes nothing at all', async () => {
    await create('app/same', JSON.stringify({ a: 'old' }))
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'app/same' })
    const before = epoch()
    expect(await refusalOf(apply(FILE, ['app/db', 'app/api', 'app/same']))).toEqual({
      code: 'InvalidRequestException',
      message: 'Nothing was imported: "app/same" cannot be. A secret of this name is in the trash. Restore it or delete it for good first.',
      statusCode: 400,
    })
    expect([epoch(), await names()]).toEqual([before, ['app/same']])
  })

  test('that fails at its last secret writes nothing at all, in memory and on disk', async () => {
    const region = vault.vault.regions.get(REGION)
    if (region === undefined) throw new Error('the region is open')
    const put = region.store.values.put.bind(region.store.values)
    let calls = 0
    region.store.values.put = (...given) => {
      calls += 1
      if (calls === 3) throw new Error('no space')
      put(...given)
    }
    expect((await refusalOf(apply(FILE, ['app/db', 'app/api', 'app/same']))).code).toBe('InternalServiceError')
    region.store.values.put = put
    expect([calls, await names()]).toEqual([3, []])
    vault = await vault.reopen()
    expect(await names()).toEqual([])
    expect(await apply(FILE, ['app/db', 'app/api', 'app/same'])).toMatchObject({ CreatedCount: 3 })
  })

  test('puts new secrets under the key that was chosen, and refuses one that is none', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await apply(FILE, ['app/db'], KeyMetadata.Arn)
    expect((await vault.call('secretsmanager:DescribeSecret', { SecretId: 'app/db' })).KmsKeyId).toBe(KeyMetadata.Arn)
    expect((await refusalOf(apply(FILE, ['app/api'], 'fake'))).code).toBe('InvalidParameterException')
    expect(await names()).toEqual(['app/db'])
  })

  test('a name twice in a file counts once', async () => {
    const Text = JSON.stringify([{ Name: 'twice', SecretString: 'first' }, { Name: 'twice', SecretString: 'second' }])
    expect((await plan({ Format: 'json', Text })).Entries.map(({ Status }) => Status)).toEqual(['new', 'refused'])
  })
})
