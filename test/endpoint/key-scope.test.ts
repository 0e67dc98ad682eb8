import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WireInput } from '../../shared/operations/catalog.ts'
import { FakeClock } from '../support/test-host.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'

let core: TestCore
let url: string
const clients: SecretsManagerClient[] = []

beforeAll(async () => {
  core = await startTestCore()
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  url = String((await core.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })).Url)
  await core.call('workbench:CreateUser', { UserName: 'app' })
  for (const Name of ['team/a', 'other']) await core.call('secretsmanager:CreateSecret', { Name, SecretString: `value of ${Name}` })
})

afterAll(async () => {
  for (const client of clients) client.destroy()
  await core.close()
})

async function keyWith(scope: Omit<WireInput<'workbench:CreateAccessKey'>, 'UserName'>): Promise<{ readonly id: string; readonly client: SecretsManagerClient }> {
  const { AccessKey, SecretAccessKey } = await core.call('workbench:CreateAccessKey', { UserName: 'app', ...scope })
  const client = new SecretsManagerClient({ endpoint: url, region: TEST_REGION, maxAttempts: 1, credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey } })
  clients.push(client)
  return { id: AccessKey.AccessKeyId, client }
}

const read = (client: SecretsManagerClient, SecretId: string): Promise<string | undefined> => client.send(new GetSecretValueCommand({ SecretId })).then((answer) => answer.SecretString)
const listed = async (id: string) => (await core.call('workbench:ListUsers', {})).Users.flatMap((user) => user.AccessKeys).find((key) => key.AccessKeyId === id)

test('a scope is kept, shown, and holds for an SDK', async () => {
  const { id, client } = await keyWith({ ReadOnly: true, NamePrefix: 'team/', Description: 'ci' })
  expect(await listed(id)).toMatchObject({ ReadOnly: true, NamePrefix: 'team/', Description: 'ci', Status: 'Active' })
  expect((await listed(id))?.LastUsedDate).toBeUndefined()
  expect(await read(client, 'team/a')).toBe('value of team/a')
  expect((await listed(id))?.LastUsedDate).toBeCloseTo(Date.now() / 1_000, -1)
  await expect(read(client, 'other')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('because the scope of the access key does not allow the secretsmanager:GetSecretValue action'),
  })
  await expect(client.send(new CreateSecretCommand({ Name: 'team/b' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
  const { Events } = await core.call('workbench:ListActivity', { Outcome: 'refused', MaxResults: 1 })
  expect(Events).toMatchObject([{ Operation: 'secretsmanager:CreateSecret', AccessKeyId: id, Decision: expect.stringContaining('outside-access-key-scope') }])
})

test('outlives sealing', async () => {
  const { id } = await keyWith({ NamePrefix: 'team/', ExpirationDate: 4_000_000_000 })
  await core.call('workbench:Seal', {})
  await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  expect(await listed(id)).toMatchObject({ NamePrefix: 'team/', ExpirationDate: 4_000_000_000 })
  expect((await listed(id))?.ReadOnly).toBeUndefined()
})

test('deactivated or deleted, a key is refused at the next call', async () => {
  const { id, client } = await keyWith({})
  expect(await read(client, 'other')).toBe('value of other')
  const startedMs = performance.now()
  await core.call('workbench:UpdateAccessKey', { AccessKeyId: id, Status: 'Inactive' })
  await expect(read(client, 'other')).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  expect(performance.now() - startedMs).toBeLessThan(1_000)
  await core.call('workbench:UpdateAccessKey', { AccessKeyId: id, Status: 'Active' })
  expect(await read(client, 'other')).toBe('value of other')
  await core.call('workbench:DeleteAccessKey', { AccessKeyId: id })
  await expect(read(client, 'other')).rejects.toMatchObject({ name: 'InvalidSignatureException' })
})

test('an end in the past is refused, and one that has come ends the key', async () => {
  await expect(keyWith({ ExpirationDate: Date.now() / 1_000 - 1 })).rejects.toMatchObject({ code: 'ValidationException' })
  const clock = new FakeClock()
  const later = await startTestCore({ overrides: { clock } })
  await later.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await later.call('workbench:CreateUser', { UserName: 'app' })
  const endsAtMs = clock.nowMs() + 3_600_000
  const { AccessKey } = await later.call('workbench:CreateAccessKey', { UserName: 'app', ExpirationDate: endsAtMs / 1_000 })
  expect(later.core.engine.findAccessKey(AccessKey.AccessKeyId)).toMatchObject({ expiresAtMs: endsAtMs, principal: { keyScope: { expiresAtMs: endsAtMs } } })
  await later.close()
})

test('a key past its end gets the answer of AWS for ended credentials', async () => {
  const { id, client } = await keyWith({ ExpirationDate: Date.now() / 1_000 + 2 })
  expect(await read(client, 'other')).toBe('value of other')
  await expect.poll(() => read(client, 'other').catch((error: Error) => error.name), { timeout: 10_000, interval: 200 }).toBe('ExpiredTokenException')
  expect((await listed(id))?.Status).toBe('Active')
})

test.each(['', 'a b', 'x'.repeat(513)])('the prefix %j is none', async (NamePrefix) => {
  await expect(keyWith({ NamePrefix })).rejects.toMatchObject({ code: 'ValidationException' })
})
