import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DOOR_NAMES, openDoor, type TestDoor } from '../support/doors.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'

// The same day of a developer through every door.
describe.each(DOOR_NAMES)('a developer keeps secrets through the %s', (doorName) => {
  let test: TestCore
  let door: TestDoor
  beforeAll(async () => {
    test = await startTestCore()
    await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    door = await openDoor(doorName, test)
  })
  afterAll(() => test.close())

  it('creates a secret and reads it back', async () => {
    const token = randomUUID()
    const created = await door.call('secretsmanager:CreateSecret', { Name: 'app/db', ClientRequestToken: token, SecretString: '{"password":"one"}', Description: 'the database', Tags: [{ Key: 'team', Value: 'web' }] })
    expect(created).toEqual({ ARN: expect.stringMatching(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:app\/db-[A-Za-z0-9]{6}$/), Name: 'app/db', VersionId: token })
    const read = await door.call('secretsmanager:GetSecretValue', { SecretId: 'app/db' })
    expect(read).toEqual({ ...created, SecretString: '{"password":"one"}', VersionStages: ['AWSCURRENT'], CreatedDate: expect.any(Number) })
  })

  it('puts a new value, and the old one is AWSPREVIOUS', async () => {
    await door.call('secretsmanager:PutSecretValue', { SecretId: 'app/db', ClientRequestToken: randomUUID(), SecretString: '{"password":"two"}' })
    const previous = await door.call('secretsmanager:GetSecretValue', { SecretId: 'app/db', VersionStage: 'AWSPREVIOUS' })
    expect(previous.SecretString).toBe('{"password":"one"}')
  })

  it('rolls back by moving AWSCURRENT', async () => {
    const { Versions } = await door.call('secretsmanager:ListSecretVersionIds', { SecretId: 'app/db' })
    const current = Versions.find((version) => version.VersionStages?.includes('AWSCURRENT'))
    const previous = Versions.find((version) => version.VersionStages?.includes('AWSPREVIOUS'))
    await door.call('secretsmanager:UpdateSecretVersionStage', {
      SecretId: 'app/db',
      VersionStage: 'AWSCURRENT',
      RemoveFromVersionId: current?.VersionId,
      MoveToVersionId: previous?.VersionId,
    })
    expect((await door.call('secretsmanager:GetSecretValue', { SecretId: 'app/db' })).SecretString).toBe('{"password":"one"}')
  })

  it('keeps bytes as bytes', async () => {
    const bytes = Buffer.from([0, 1, 2, 255, 254]).toString('base64')
    await door.call('secretsmanager:CreateSecret', { Name: 'app/keystore', ClientRequestToken: randomUUID(), SecretBinary: bytes })
    expect((await door.call('secretsmanager:GetSecretValue', { SecretId: 'app/keystore' })).SecretBinary).toBe(bytes)
  })

  it('uses a key of its own, and each version has its own data key', async () => {
    const { KeyMetadata } = await door.call('kms:CreateKey', { Description: 'for the web team' })
    await door.call('kms:CreateAlias', { AliasName: `alias/web-${doorName}`, TargetKeyId: KeyMetadata.KeyId })
    await door.call('secretsmanager:CreateSecret', { Name: 'app/with-key', ClientRequestToken: randomUUID(), KmsKeyId: `alias/web-${doorName}`, SecretString: 'x' })
    const described = await door.call('secretsmanager:DescribeSecret', { SecretId: 'app/with-key' })
    expect(described.KmsKeyId).toBe(`arn:aws:kms:eu-central-1:123456789012:alias/web-${doorName}`)
    expect((await door.call('secretsmanager:GetSecretValue', { SecretId: 'app/with-key' })).SecretString).toBe('x')
  })

  it('finds secrets by filter, several in one call', async () => {
    const { SecretList } = await door.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'tag-key', Values: ['team'] }] })
    expect(SecretList.map((secret) => secret.Name)).toEqual(['app/db'])
    const batch = await door.call('secretsmanager:BatchGetSecretValue', { SecretIdList: ['app/db', 'app/missing'] })
    expect(batch.SecretValues.map((secret) => secret.SecretString)).toEqual(['{"password":"one"}'])
    expect(batch.Errors).toEqual([{ SecretId: 'app/missing', ErrorCode: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." }])
  })

  it('deletes to the trash and restores', async () => {
    await door.call('secretsmanager:DeleteSecret', { SecretId: 'app/keystore', RecoveryWindowInDays: 7 })
    await expect(door.call('secretsmanager:GetSecretValue', { SecretId: 'app/keystore' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
      statusCode: 400,
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    })
    await door.call('secretsmanager:RestoreSecret', { SecretId: 'app/keystore' })
    expect((await door.call('secretsmanager:DescribeSecret', { SecretId: 'app/keystore' })).DeletedDate).toBeUndefined()
  })

  it('is refused what AWS refuses', async () => {
    await expect(door.call('secretsmanager:GetSecretValue', { SecretId: 'app/nothing' })).rejects.toMatchObject({ code: 'ResourceNotFoundException', statusCode: 400 })
    await expect(door.call('secretsmanager:CreateSecret', { Name: 'bad name', ClientRequestToken: randomUUID(), SecretString: 'x' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    })
    await expect(door.call('secretsmanager:PutSecretValue', { SecretId: 'app/db', ClientRequestToken: randomUUID(), SecretString: 'x'.repeat(65_537) })).rejects.toMatchObject({
      code: 'ValidationException',
      message: "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    })
  })
})

describe('what the vault remembers', () => {
  it('has every call on record, with its door and outcome', async () => {
    const test = await startTestCore()
    await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    for (const name of DOOR_NAMES) {
      const door = await openDoor(name, test)
      await door.call('secretsmanager:GetSecretValue', { SecretId: `missing-${name}` }).catch(() => undefined)
    }
    const { Events } = await test.call('workbench:ListActivity', { Text: 'missing-' })
    expect(Events.map(({ Door, Operation, Outcome, ErrorCode, Resources }) => ({ Door, Operation, Outcome, ErrorCode, Resources }))).toEqual(
      DOOR_NAMES.toReversed().map((name) => ({
        Door: name,
        Operation: 'secretsmanager:GetSecretValue',
        Outcome: 'failed',
        ErrorCode: 'ResourceNotFoundException',
        Resources: [`missing-${name}`],
      })),
    )
    expect(await test.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    await test.close()
  })
})
