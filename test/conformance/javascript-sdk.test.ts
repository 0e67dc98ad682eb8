import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from '@aws-sdk/client-kms'
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  paginateListSecrets,
  PutSecretValueCommand,
  ResourceNotFoundException,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runCoffer, startServing, type Serving } from '../cli/support/coffer-process.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const DAY_MS = 86_400_000
let template: VaultTemplate
let vault: string
let serving: Serving
let secrets: SecretsManagerClient
let kms: KMSClient
let sts: STSClient
beforeAll(async () => {
  template = await makeVaultTemplate()
  vault = template.copy()
  serving = await startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  const settings = { endpoint: serving.ready.endpoint, region: TEST_REGION, credentials: template.credentials }
  secrets = new SecretsManagerClient(settings)
  kms = new KMSClient(settings)
  sts = new STSClient(settings)
})
afterAll(async () => {
  for (const client of [secrets, kms, sts]) client?.destroy()
  await serving?.end()
  template?.remove()
})

it('knows who calls', async () => {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}))
  expect({ Account, Arn, UserId }).toEqual({ Account: TEST_ACCOUNT, Arn: `arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}`, UserId: expect.stringMatching(/^AIDA/) })
})

it('walks through the life of a secret, with the token that the SDK makes by itself', async () => {
  const created = await secrets.send(new CreateSecretCommand({ Name: 'js/db', SecretString: '{"p":"é€😀"}', Tags: [{ Key: 'team', Value: 'web' }] }))
  const put = await secrets.send(new PutSecretValueCommand({ SecretId: created.ARN, SecretBinary: Uint8Array.of(0, 255, 10) }))
  const read = async (input: { VersionStage?: string; VersionId?: string }): Promise<unknown> => {
    const { SecretString, SecretBinary } = await secrets.send(new GetSecretValueCommand({ SecretId: 'js/db', ...input }))
    return SecretString ?? [...(SecretBinary ?? [])]
  }
  expect([await read({}), await read({ VersionStage: 'AWSPREVIOUS' })]).toEqual([[0, 255, 10], '{"p":"é€😀"}'])
  const { Versions } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'js/db' }))
  expect(new Set(Versions?.map(({ VersionId }) => VersionId))).toEqual(new Set([created.VersionId, put.VersionId]))
  await secrets.send(new UpdateSecretVersionStageCommand({ SecretId: 'js/db', VersionStage: 'AWSCURRENT', RemoveFromVersionId: put.VersionId, MoveToVersionId: created.VersionId }))
  expect(await read({})).toBe('{"p":"é€😀"}')
  await secrets.send(new UpdateSecretCommand({ SecretId: 'js/db', Description: 'changed' }))
  await secrets.send(new TagResourceCommand({ SecretId: 'js/db', Tags: [{ Key: 'stage', Value: 'dev' }] }))
  await secrets.send(new UntagResourceCommand({ SecretId: 'js/db', TagKeys: ['team'] }))
  const { Description, Tags, CreatedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: 'js/db' }))
  expect({ Description, Tags, isDate: CreatedDate instanceof Date }).toEqual({ Description: 'changed', Tags: [{ Key: 'stage', Value: 'dev' }], isDate: true })
  const { DeletionDate } = await secrets.send(new DeleteSecretCommand({ SecretId: 'js/db', RecoveryWindowInDays: 7 }))
  expect(Math.round(((DeletionDate?.getTime() ?? 0) - Date.now()) / DAY_MS)).toBe(7)
  await expect(read({})).rejects.toMatchObject({ name: 'InvalidRequestException', message: "You can't perform this operation on the secret because it was marked for deletion." })
  await secrets.send(new RestoreSecretCommand({ SecretId: 'js/db' }))
  expect(await read({})).toBe('{"p":"é€😀"}')
  expect((await runCoffer(['get', 'js/db', '--key', 'p', '--vault', vault])).stdout.toString()).toBe('é€😀')
})

it('uses keys and aliases, page by page', async () => {
  const keyIds: (string | undefined)[] = []
  for (let count = 0; count < 3; count++) keyIds.push((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId)
  for (const [index, TargetKeyId] of keyIds.entries()) await kms.send(new CreateAliasCommand({ AliasName: `alias/js-${index}`, TargetKeyId }))
  const listedKeys: (string | undefined)[] = []
  for await (const { Keys } of paginateListKeys({ client: kms, pageSize: 1 }, {})) listedKeys.push(...(Keys ?? []).map(({ KeyId }) => KeyId))
  const aliases: (string | undefined)[] = []
  for await (const { Aliases } of paginateListAliases({ client: kms, pageSize: 1 }, {})) aliases.push(...(Aliases ?? []).map(({ AliasName }) => AliasName))
  expect({ keys: listedKeys, aliases }).toEqual({ keys: expect.arrayContaining(keyIds), aliases: expect.arrayContaining(['alias/js-0', 'alias/js-1', 'alias/js-2']) })
  expect((await kms.send(new DescribeKeyCommand({ KeyId: 'alias/js-1' }))).KeyMetadata?.KeyId).toBe(keyIds[1])
  await secrets.send(new CreateSecretCommand({ Name: 'js/keyed', KmsKeyId: 'alias/js-1', SecretString: 'x' }))
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'js/keyed' }))).SecretString).toBe('x')
})

it('lists page by page, reads several at once, makes a password', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, number) => secrets.send(new CreateSecretCommand({ Name: `js/page/${String(number).padStart(2, '0')}`, SecretString: String(number) }))))
  const pages: (string | undefined)[][] = []
  const filter = { Filters: [{ Key: 'name' as const, Values: ['js/page/'] }] }
  for await (const { SecretList } of paginateListSecrets({ client: secrets, pageSize: 5 }, { ...filter, SortOrder: 'asc' })) pages.push((SecretList ?? []).map(({ Name }) => Name?.slice(-2)))
  expect(pages).toEqual([['00', '01', '02', '03', '04'], ['05', '06', '07', '08', '09'], ['10', '11']])
  const { SecretValues, Errors } = await secrets.send(new BatchGetSecretValueCommand({ SecretIdList: ['js/page/03', 'js/none'] }))
  expect({ values: SecretValues?.map(({ SecretString }) => SecretString), Errors }).toEqual({
    values: ['3'],
    Errors: [{ SecretId: 'js/none', ErrorCode: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." }],
  })
  expect((await secrets.send(new GetRandomPasswordCommand({ PasswordLength: 50, ExcludePunctuation: true }))).RandomPassword).toMatch(/^[A-Za-z0-9]{50}$/)
})

it('gets AWS’s errors as the classes that it knows', async () => {
  const absent = await secrets.send(new GetSecretValueCommand({ SecretId: 'js/none' })).catch((error: unknown) => error)
  expect(absent).toBeInstanceOf(ResourceNotFoundException)
  await expect(secrets.send(new CreateSecretCommand({ Name: 'bad name', SecretString: 'x' }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    $metadata: { httpStatusCode: 400, attempts: 1 },
  })
  await expect(secrets.send(new CreateSecretCommand({ Name: 'js/large', SecretString: 'x'.repeat(65_537) }))).rejects.toMatchObject({
    message: "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
  })
  expect((await secrets.send(new CreateSecretCommand({ Name: 'js/largest', SecretString: 'x'.repeat(65_536) }))).Name).toBe('js/largest')
})

it('is told that the vault is sealed, and goes on when it is unlocked', async () => {
  await runCoffer(['seal', '--vault', vault])
  await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'js/largest' }))).rejects.toMatchObject({ name: 'VaultLocked', $metadata: { httpStatusCode: 503 } })
  expect((await runCoffer(['unlock', '--vault', vault], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).stderr).toBe('The vault is unlocked.\n')
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'js/largest' }))).SecretString).toHaveLength(65_536)
})
