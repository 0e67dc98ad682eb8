import * as kmsSdk from '@aws-sdk/client-kms'
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from '@aws-sdk/client-kms'
import * as secretsSdk from '@aws-sdk/client-secrets-manager'
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  InvalidNextTokenException,
  InvalidParameterException,
  InvalidRequestException,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  MalformedPolicyDocumentException,
  paginateListSecrets,
  PublicPolicyException,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
  ValidateResourcePolicyCommand,
} from '@aws-sdk/client-secrets-manager'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runCoffer, startServing, type Serving } from '../cli/support/coffer-process.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'
import { AWS_OPERATIONS, makeTourVault, TOUR_FUNCTION, TOUR_KEY_POLICY, TOUR_POLICY, TOUR_REPLICA_REGION, TOUR_ROLE } from './tour.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const DAY_MS = 86_400_000
/** Every operation that a client of this file has called. */
const called = new Set<string>()
let template: VaultTemplate
let vault: string
let serving: Serving
let secrets: SecretsManagerClient
let kms: KMSClient
let sts: STSClient
beforeAll(async () => {
  template = await makeTourVault()
  vault = template.copy()
  serving = await startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  const settings = { endpoint: serving.ready.endpoint, region: TEST_REGION, credentials: template.credentials }
  secrets = new SecretsManagerClient(settings)
  kms = new KMSClient(settings)
  sts = new STSClient(settings)
  const note = (service: string, name: string | undefined): void => void called.add(`${service}:${(name ?? '').replace(/Command$/, '')}`)
  secrets.middlewareStack.add((next, { commandName }) => (args) => (note('secretsmanager', commandName), next(args)), { step: 'initialize' })
  kms.middlewareStack.add((next, { commandName }) => (args) => (note('kms', commandName), next(args)), { step: 'initialize' })
  sts.middlewareStack.add((next, { commandName }) => (args) => (note('sts', commandName), next(args)), { step: 'initialize' })
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

it('puts policies on secrets, and acts as a role', async () => {
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'js/shared', SecretString: 'x' }))
  const { PolicyValidationPassed } = await secrets.send(new ValidateResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: TOUR_POLICY }))
  await secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: TOUR_POLICY, BlockPublicPolicy: true }))
  const { ResourcePolicy } = await secrets.send(new GetResourcePolicyCommand({ SecretId: ARN }))
  await secrets.send(new DeleteResourcePolicyCommand({ SecretId: ARN }))
  expect({ PolicyValidationPassed, ResourcePolicy, after: (await secrets.send(new GetResourcePolicyCommand({ SecretId: ARN }))).ResourcePolicy }).toEqual({ PolicyValidationPassed: true, ResourcePolicy: TOUR_POLICY, after: undefined })
  const { AssumedRoleUser, Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: TOUR_ROLE, RoleSessionName: 'js' }))
  expect({ arn: AssumedRoleUser?.Arn, expires: Credentials?.Expiration instanceof Date }).toEqual({ arn: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/tour/js`, expires: true })
})

it('rotates by a function and replicates to other Regions', async () => {
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'js/abroad', SecretString: 'x' }))
  await secrets.send(new secretsSdk.RotateSecretCommand({ SecretId: ARN, RotationLambdaARN: TOUR_FUNCTION, RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false }))
  const { RotationEnabled, NextRotationDate } = await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))
  await secrets.send(new secretsSdk.CancelRotateSecretCommand({ SecretId: ARN }))
  expect([RotationEnabled, NextRotationDate instanceof Date, (await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))).RotationEnabled]).toEqual([true, true, false])
  const away = new SecretsManagerClient({ endpoint: serving.ready.endpoint, region: TOUR_REPLICA_REGION, credentials: template.credentials })
  const replicate = async (): Promise<void> => {
    await secrets.send(new secretsSdk.ReplicateSecretToRegionsCommand({ SecretId: ARN, AddReplicaRegions: [{ Region: TOUR_REPLICA_REGION }] }))
    await expect.poll(async () => (await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))).ReplicationStatus?.[0]?.Status, { timeout: 20_000 }).toBe('InSync')
  }
  await replicate()
  expect((await away.send(new GetSecretValueCommand({ SecretId: 'js/abroad' }))).SecretString).toBe('x')
  expect((await secrets.send(new secretsSdk.RemoveRegionsFromReplicationCommand({ SecretId: ARN, RemoveReplicaRegions: [TOUR_REPLICA_REGION] }))).ReplicationStatus).toEqual([])
  await expect.poll(() => away.send(new DescribeSecretCommand({ SecretId: 'js/abroad' })).then(() => 'there', (error: Error) => error.name), { timeout: 20_000 }).toBe('ResourceNotFoundException')
  await replicate()
  called.add('secretsmanager:StopReplicationToReplica')
  const promoted = await away.send(new secretsSdk.StopReplicationToReplicaCommand({ SecretId: 'js/abroad' }))
  expect(promoted.ARN).toBe(ARN?.replace(TEST_REGION, TOUR_REPLICA_REGION))
  away.destroy()
})

it('encrypts, and looks after keys', async () => {
  const key = (await kms.send(new CreateKeyCommand({ Description: 'js' }))).KeyMetadata
  const other = (await kms.send(new CreateKeyCommand({ Description: 'js other' }))).KeyMetadata
  const KeyId = key?.KeyId
  const text = Buffer.from('text')
  const { CiphertextBlob } = await kms.send(new kmsSdk.EncryptCommand({ KeyId, Plaintext: text, EncryptionContext: { a: 'b' } }))
  const moved = await kms.send(new kmsSdk.ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: { a: 'b' }, DestinationKeyId: other?.Arn }))
  const opened = await kms.send(new kmsSdk.DecryptCommand({ CiphertextBlob: moved.CiphertextBlob }))
  expect({ text: Buffer.from(opened.Plaintext ?? []).toString(), key: opened.KeyId }).toEqual({ text: 'text', key: other?.Arn })
  const dataKey = await kms.send(new kmsSdk.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))
  const hidden = await kms.send(new kmsSdk.GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 24 }))
  const { Plaintext } = await kms.send(new kmsSdk.DecryptCommand({ CiphertextBlob: hidden.CiphertextBlob }))
  expect([dataKey.Plaintext?.length, Plaintext?.length, (await kms.send(new kmsSdk.GenerateRandomCommand({ NumberOfBytes: 7 }))).Plaintext?.length]).toEqual([32, 24, 7])

  await kms.send(new kmsSdk.UpdateKeyDescriptionCommand({ KeyId, Description: 'changed' }))
  await kms.send(new kmsSdk.PutKeyPolicyCommand({ KeyId, Policy: TOUR_KEY_POLICY }))
  expect((await kms.send(new kmsSdk.GetKeyPolicyCommand({ KeyId }))).Policy).toBe(TOUR_KEY_POLICY)
  await kms.send(new kmsSdk.TagResourceCommand({ KeyId, Tags: ['a', 'b', 'c'].map((TagKey) => ({ TagKey, TagValue: 'v' })) }))
  await kms.send(new kmsSdk.UntagResourceCommand({ KeyId, TagKeys: ['b'] }))
  await kms.send(new kmsSdk.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }))
  expect((await kms.send(new kmsSdk.GetKeyRotationStatusCommand({ KeyId }))).RotationPeriodInDays).toBe(90)
  await kms.send(new kmsSdk.DisableKeyRotationCommand({ KeyId }))
  await kms.send(new kmsSdk.RotateKeyOnDemandCommand({ KeyId }))
  const USER = `arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}`
  const grants = await Promise.all(['one', 'two', 'three'].map((Name) => kms.send(new kmsSdk.CreateGrantCommand({ KeyId, GranteePrincipal: USER, RetiringPrincipal: USER, Operations: ['Decrypt'], Name }))))
  await kms.send(new kmsSdk.RevokeGrantCommand({ KeyId, GrantId: grants[0]?.GrantId }))
  await kms.send(new kmsSdk.RetireGrantCommand({ GrantToken: grants[1]?.GrantToken }))
  const pages: unknown[] = []
  const settings = { client: kms, pageSize: 1 }
  for await (const { Tags } of kmsSdk.paginateListResourceTags(settings, { KeyId })) pages.push(...(Tags ?? []).map(({ TagKey }) => TagKey))
  for await (const { PolicyNames } of kmsSdk.paginateListKeyPolicies({ client: kms }, { KeyId })) pages.push(...(PolicyNames ?? []))
  for await (const { Rotations } of kmsSdk.paginateListKeyRotations(settings, { KeyId })) pages.push(...(Rotations ?? []).map(({ RotationType }) => RotationType))
  for await (const { Grants } of kmsSdk.paginateListGrants(settings, { KeyId })) pages.push(...(Grants ?? []).map(({ Name }) => Name))
  for await (const { Grants } of kmsSdk.paginateListRetirableGrants(settings, { RetiringPrincipal: USER })) pages.push(...(Grants ?? []).map(({ Name }) => Name))
  expect(pages).toEqual(['a', 'c', 'default', 'ON_DEMAND', 'three', 'three'])

  await kms.send(new CreateAliasCommand({ AliasName: 'alias/js-moving', TargetKeyId: KeyId }))
  await kms.send(new kmsSdk.UpdateAliasCommand({ AliasName: 'alias/js-moving', TargetKeyId: other?.KeyId }))
  await kms.send(new kmsSdk.DeleteAliasCommand({ AliasName: 'alias/js-moving' }))
  await kms.send(new kmsSdk.DisableKeyCommand({ KeyId }))
  await expect(kms.send(new kmsSdk.EncryptCommand({ KeyId, Plaintext: text }))).rejects.toBeInstanceOf(kmsSdk.DisabledException)
  await kms.send(new kmsSdk.EnableKeyCommand({ KeyId }))
  const { DeletionDate } = await kms.send(new kmsSdk.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
  expect(Math.round(((DeletionDate?.getTime() ?? 0) - Date.now()) / DAY_MS)).toBe(7)
  await expect(kms.send(new kmsSdk.EncryptCommand({ KeyId, Plaintext: text }))).rejects.toBeInstanceOf(kmsSdk.KMSInvalidStateException)
  await kms.send(new kmsSdk.CancelKeyDeletionCommand({ KeyId }))
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Disabled')
})

it('gets AWS’s errors as the classes that it knows, by the name that each has', async () => {
  const broad = TOUR_POLICY.replace(/"arn:aws:iam::[^"]*"/, '"*"')
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'for errors' }))
  const KeyId = KeyMetadata?.KeyId
  const { CiphertextBlob } = await kms.send(new kmsSdk.EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }))
  await secrets.send(new CreateSecretCommand({ Name: 'js/errors', SecretString: 'x', ClientRequestToken: 't'.repeat(32) }))
  const rows: readonly (readonly [call: () => Promise<unknown>, expected: abstract new (...given: never) => Error])[] = [
    [() => secrets.send(new GetSecretValueCommand({ SecretId: 'js/none' })), ResourceNotFoundException],
    [() => secrets.send(new CreateSecretCommand({ Name: 'js/errors', SecretString: 'y' })), ResourceExistsException],
    [() => secrets.send(new PutSecretValueCommand({ SecretId: 'js/errors' })), InvalidRequestException],
    [() => secrets.send(new DeleteSecretCommand({ SecretId: 'js/errors', RecoveryWindowInDays: 3 })), InvalidParameterException],
    [() => secrets.send(new ListSecretsCommand({ NextToken: 'none' })), InvalidNextTokenException],
    [() => secrets.send(new PutResourcePolicyCommand({ SecretId: 'js/errors', ResourcePolicy: '{}' })), MalformedPolicyDocumentException],
    [() => secrets.send(new PutResourcePolicyCommand({ SecretId: 'js/errors', ResourcePolicy: broad, BlockPublicPolicy: true })), PublicPolicyException],
    [() => secrets.send(new CreateSecretCommand({ Name: 'js/keyless', SecretString: 'y', KmsKeyId: 'alias/js-none' })), secretsSdk.EncryptionFailure],
    [() => kms.send(new DescribeKeyCommand({ KeyId: 'alias/js-none' })), kmsSdk.NotFoundException],
    [() => kms.send(new CreateAliasCommand({ AliasName: 'alias/js-0', TargetKeyId: KeyId })), kmsSdk.AlreadyExistsException],
    [() => kms.send(new kmsSdk.DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } })), kmsSdk.InvalidCiphertextException],
    [() => kms.send(new kmsSdk.DecryptCommand({ CiphertextBlob, KeyId: 'alias/js-0' })), kmsSdk.IncorrectKeyException],
    [() => kms.send(new kmsSdk.EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), DryRun: true })), kmsSdk.DryRunOperationException],
    [() => kms.send(new kmsSdk.TagResourceCommand({ KeyId, Tags: [{ TagKey: 'aws:x', TagValue: 'v' }] })), kmsSdk.TagException],
    [() => kms.send(new kmsSdk.ListAliasesCommand({ Marker: 'none' })), kmsSdk.InvalidMarkerException],
    [() => kms.send(new kmsSdk.PutKeyPolicyCommand({ KeyId, PolicyName: 'other', Policy: TOUR_KEY_POLICY })), kmsSdk.UnsupportedOperationException],
    [() => kms.send(new kmsSdk.CancelKeyDeletionCommand({ KeyId })), kmsSdk.KMSInvalidStateException],
  ]
  const caught = await Promise.all(rows.map(async ([call, expected]) => [expected.name, ((await call().then(() => null, (error: unknown) => error)) as Error | null)?.constructor.name]))
  expect(caught.filter(([expected, given]) => expected !== given)).toEqual([])
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

it('has by now called every operation', () => {
  expect([...called].sort()).toEqual(AWS_OPERATIONS)
})

it('is told that the vault is sealed, and goes on when it is unlocked', async () => {
  await runCoffer(['seal', '--vault', vault])
  await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'js/largest' }))).rejects.toMatchObject({ name: 'VaultLocked', $metadata: { httpStatusCode: 503 } })
  expect((await runCoffer(['unlock', '--vault', vault], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).stderr).toBe('The vault is unlocked.\n')
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'js/largest' }))).SecretString).toHaveLength(65_536)
})
