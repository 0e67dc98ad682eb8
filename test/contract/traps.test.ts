import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { jsonErrorBody, jsonSuccessBody, parseTarget } from '../../electron/endpoint/aws-json.ts'
import type { Principal } from '../../electron/engine/caller.ts'
import { ServiceError } from '../../shared/errors.ts'
import { allow, makeUser, OTHER_ROOT, policyText } from '../support/make-user.ts'
import { sharedVault } from '../support/shared-vault.ts'
import { ACCOUNT } from '../support/test-vault.ts'
import { refusal, refusalOf } from '../support/refusal.ts'
import { KMS_NOT_ALLOWED, MARKED_FOR_DELETION, noValueForStage, NOT_FOUND, systemTag, tokenInUse } from '../engine/secretsmanager/aws-words.ts'
import { currentValue, describe as describeSecret, labelsOf, versionId } from '../engine/secretsmanager/secrets.ts'

/** Behaviours that emulators of AWS get wrong, each with the right one. The numbers are those of the list they come from. */
const vault = sharedVault()
const create = async (Name: string, input: Record<string, unknown> = { SecretString: 'one' }) =>
  ((await vault.callRaw('secretsmanager:CreateSecret', { Name, ClientRequestToken: versionId(1), ...input })) as { ARN: string; VersionId?: string }).ARN
const put = (SecretId: string, version: number, input: Record<string, unknown> = {}) =>
  vault.callRaw('secretsmanager:PutSecretValue', { SecretId, ClientRequestToken: versionId(version), SecretString: `value ${version}`, ...input })
const update = (SecretId: string, version: number, input: Record<string, unknown>) =>
  vault.callRaw('secretsmanager:UpdateSecret', { SecretId, ClientRequestToken: versionId(version), ...input })
const move = (SecretId: string, VersionStage: string, from: number | undefined, to: number | undefined) =>
  vault.callRaw('secretsmanager:UpdateSecretVersionStage', {
    SecretId,
    VersionStage,
    ...(from === undefined ? {} : { RemoveFromVersionId: versionId(from) }),
    ...(to === undefined ? {} : { MoveToVersionId: versionId(to) }),
  })
const run = (operation: string, input: Record<string, unknown>, as?: Principal) => vault.callRaw(`secretsmanager:${operation}`, input, as)
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata
const encrypt = async (KeyId: string, EncryptionContext: Record<string, string> = {}) => (await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC', EncryptionContext })).CiphertextBlob
const decrypt = (CiphertextBlob: string, input: object = {}) => vault.callRaw('kms:Decrypt', { CiphertextBlob, ...input })

describe('wire', () => {
  test('1: what is missing has status 400, for secrets and keys', async () => {
    const secret = await refusalOf(run('GetSecretValue', { SecretId: 'none' }))
    const key = await refusalOf(vault.callRaw('kms:DescribeKey', { KeyId: '0d990263-018e-4e65-a703-eff731de951e' }))
    expect([secret.statusCode, key.statusCode]).toEqual([400, 400])
  })

  test('2: errors of Secrets Manager have Message, those of KMS message', () => {
    const error = new ServiceError('LimitExceededException', 'words')
    expect([jsonErrorBody('secretsmanager', error), jsonErrorBody('kms', error)]).toEqual([
      '{"__type":"LimitExceededException","Message":"words"}',
      '{"__type":"LimitExceededException","message":"words"}',
    ])
  })

  test('3: TagResource and UntagResource have an empty body', async () => {
    await create('t3')
    const answers = [await run('TagResource', { SecretId: 't3', Tags: [{ Key: 'k', Value: 'v' }] }), await run('UntagResource', { SecretId: 't3', TagKeys: ['k'] })]
    expect(answers.map(jsonSuccessBody)).toEqual(['', ''])
  })

  test('4: an unknown target is UnknownOperationException', async () => {
    expect([parseTarget(undefined), parseTarget('SecretsManager.GetSecretValue')]).toEqual([null, null])
    expect((await refusalOf(run('NoSuchOperation', {}))).code).toBe('UnknownOperationException')
    expect((await refusalOf(vault.callRaw('workbench:ListUsers', {}))).code).toBe('UnknownOperationException')
  })

  test('5: EncryptionFailure has no Exception glued on', async () => {
    expect((await refusalOf(create('t5', { SecretString: 'v', KmsKeyId: 'alias/none' }))).code).toBe('EncryptionFailure')
  })

  test('26: SecretBinary is base64 once', async () => {
    await create('t26', { SecretBinary: 'AP8=' })
    expect(await run('GetSecretValue', { SecretId: 't26' })).toMatchObject({ SecretBinary: 'AP8=' })
  })
})

describe('identity', () => {
  test('6: PutSecretValue does not make a secret', async () => {
    expect(await refusalOf(put('t6', 1))).toEqual(NOT_FOUND)
  })

  test('7: the suffix of an ARN is six characters, stays at updates and reads, and is new after delete and create', async () => {
    const ARN = await create('t7')
    await put('t7', 2)
    await update('t7', 3, { Description: 'd', SecretString: 'three' })
    expect([(await describeSecret(vault, 't7')).ARN, ARN.slice(0, -6)]).toEqual([ARN, `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:t7-`])
    await run('DeleteSecret', { SecretId: 't7', ForceDeleteWithoutRecovery: true })
    expect(await create('t7')).not.toBe(ARN)
  })

  test('8: a partial ARN resolves, unless it ends in a hyphen and six characters', async () => {
    const ARN = await create('t8/plain')
    const other = await create('t8/name-a1b2c3')
    expect((await describeSecret(vault, ARN.slice(0, -7))).ARN).toBe(ARN)
    expect(await refusalOf(describeSecret(vault, other.slice(0, -7)))).toEqual(NOT_FOUND)
  })

  test('46: a caller without permission learns nothing of what exists', async () => {
    const nobody: Principal = { type: 'user', accountId: ACCOUNT, userName: 'nobody', userId: 'AIDANOBODY', arn: `arn:aws:iam::${ACCOUNT}:user/nobody` }
    expect(await refusalOf(run('GetSecretValue', { SecretId: 't46/none' }, nobody))).toEqual(
      refusal(
        'AccessDeniedException',
        `User: ${nobody.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: t46/none because no identity-based policy allows the secretsmanager:GetSecretValue action`,
      ),
    )
  })
})

describe('labels', () => {
  test('9: PutSecretValue with other labels leaves AWSCURRENT where it is', async () => {
    await create('t9')
    await put('t9', 2, { VersionStages: ['CUSTOM'] })
    expect(await labelsOf(vault, 't9')).toEqual({ v1: 'C', v2: 'CUSTOM' })
  })

  test('10: the first version of an empty secret gets AWSCURRENT beside AWSPENDING', async () => {
    await create('t10', {})
    expect(await put('t10', 1, { VersionStages: ['AWSPENDING'] })).toMatchObject({ VersionStages: ['AWSPENDING', 'AWSCURRENT'] })
  })

  test('11: AWSPENDING does not stay on the version that a plain put demotes', async () => {
    await create('t11', {})
    await put('t11', 1, { VersionStages: ['AWSPENDING'] })
    await put('t11', 2)
    expect(await labelsOf(vault, 't11')).toEqual({ v1: 'P', v2: 'C' })
  })

  test('12: there is one AWSPREVIOUS', async () => {
    await create('t12')
    await put('t12', 2)
    await put('t12', 3)
    expect(await labelsOf(vault, 't12')).toEqual({ v2: 'P', v3: 'C' })
  })

  test('13: custom labels stay when AWSCURRENT leaves', async () => {
    await create('t13')
    await put('t13', 2, { VersionStages: ['AWSCURRENT', 'AWSSOMETHING', 'PUT1'] })
    await put('t13', 3)
    expect(await labelsOf(vault, 't13')).toEqual({ v2: 'AWSSOMETHING,P,PUT1', v3: 'C' })
  })

  test('14: labels that begin with AWS are taken', async () => {
    await create('t14')
    expect(await put('t14', 2, { VersionStages: ['AWSANYTHING'] })).toMatchObject({ VersionStages: ['AWSANYTHING'] })
  })

  test('15: a version without labels is kept, readable by id, listed with IncludeDeprecated', async () => {
    await create('t15')
    await put('t15', 2)
    await put('t15', 3)
    expect(await run('GetSecretValue', { SecretId: 't15', VersionId: versionId(1) })).toMatchObject({ SecretString: 'one' })
    expect(await run('ListSecretVersionIds', { SecretId: 't15', IncludeDeprecated: true })).toMatchObject({ Versions: [{}, {}, {}] })
  })

  test('16: DescribeSecret shows labelled versions only', async () => {
    await create('t16')
    await put('t16', 2)
    await put('t16', 3)
    expect((await describeSecret(vault, 't16')).VersionIdsToStages).toEqual({ [versionId(2)]: ['AWSPREVIOUS'], [versionId(3)]: ['AWSCURRENT'] })
  })

  test('17: ListSecrets calls the map SecretVersionsToStages', async () => {
    await create('t17')
    const { SecretList } = await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: ['t17'] }] })
    expect(SecretList.map((secret) => [Object.keys(secret).includes('VersionIdsToStages'), secret.SecretVersionsToStages])).toEqual([[false, { [versionId(1)]: ['AWSCURRENT'] }]])
  })

  test('55: a label that is somewhere moves only with RemoveFromVersionId', async () => {
    await create('t55')
    await put('t55', 2)
    expect(await refusalOf(move('t55', 'AWSCURRENT', undefined, 1))).toEqual(
      refusal('InvalidParameterException', `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${versionId(2)}, so you must explicitly reference that version in RemoveFromVersionId.`),
    )
  })

  test('56: AWSCURRENT cannot be removed; the text has a typographic apostrophe', async () => {
    await create('t56')
    expect(await refusalOf(move('t56', 'AWSCURRENT', 1, undefined))).toEqual(
      refusal('InvalidParameterException', 'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.'),
    )
  })
})

describe('tokens', () => {
  test('18: a token with another value names token and ARN', async () => {
    const ARN = await create('t18')
    expect(await refusalOf(put('t18', 1))).toEqual(tokenInUse(versionId(1), ARN))
    expect(await currentValue(vault, 't18')).toBe('one')
  })

  test('19: a token with the same value succeeds in Create, Put and Update', async () => {
    const ARN = await create('t19')
    expect([
      await create('t19'),
      await put('t19', 1, { SecretString: 'one' }),
      await update('t19', 1, { SecretString: 'one' }),
    ]).toMatchObject([ARN, { VersionId: versionId(1) }, { VersionId: versionId(1) }])
    expect(await labelsOf(vault, 't19')).toEqual({ v1: 'C' })
  })

  test('20: the same value under a new token is a new version', async () => {
    await create('t20')
    await put('t20', 2, { SecretString: 'one' })
    expect(await labelsOf(vault, 't20')).toEqual({ v1: 'P', v2: 'C' })
  })

  test('21: a token need not be a UUID', async () => {
    await create('t21', { SecretString: 'v', ClientRequestToken: 'terraform-20200101000000000000000001' })
    expect(Object.keys((await describeSecret(vault, 't21')).VersionIdsToStages ?? {})).toEqual(['terraform-20200101000000000000000001'])
  })

  test('22: a missing token is InvalidRequestException in Create, Put and Update, and InvalidParameterException in Rotate', async () => {
    const missing = refusal('InvalidRequestException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.')
    const calls = [run('CreateSecret', { Name: 't22', SecretString: 'v' }), run('PutSecretValue', { SecretId: 't22', SecretString: 'v' }), run('UpdateSecret', { SecretId: 't22', SecretString: 'v' })]
    expect(await Promise.all(calls.map(refusalOf))).toEqual([missing, missing, missing])
    expect(await refusalOf(run('RotateSecret', { SecretId: 't22' }))).toEqual({ ...missing, code: 'InvalidParameterException' })
  })
})

describe('updates and empty secrets', () => {
  test('23: UpdateSecret with a Description makes no version and answers no VersionId', async () => {
    const ARN = await create('t23')
    expect(await update('t23', 2, { Description: 'd' })).toEqual({ ARN, Name: 't23' })
    expect(await labelsOf(vault, 't23')).toEqual({ v1: 'C' })
  })

  test('24: UpdateSecret without any field is answered', async () => {
    const ARN = await create('t24')
    expect(await update('t24', 2, {})).toEqual({ ARN, Name: 't24' })
  })

  test('25: an empty secret has no VersionId, no version map and no value for AWSCURRENT', async () => {
    const output = await run('CreateSecret', { Name: 't25', ClientRequestToken: versionId(1) })
    expect(Object.keys(output as object)).toEqual(['ARN', 'Name'])
    expect(Object.keys(await describeSecret(vault, 't25'))).not.toContain('VersionIdsToStages')
    expect(await refusalOf(run('GetSecretValue', { SecretId: 't25' }))).toEqual(noValueForStage('AWSCURRENT'))
  })
})

describe('deletion', () => {
  const pending = async (Name: string) => {
    await create(Name)
    await run('DeleteSecret', { SecretId: Name })
  }

  test('27: a secret scheduled for deletion is not "not found"; it can be described', async () => {
    await pending('t27')
    expect(await refusalOf(run('GetSecretValue', { SecretId: 't27' }))).toEqual(MARKED_FOR_DELETION)
    expect((await describeSecret(vault, 't27')).DeletedDate).toBeDefined()
  })

  test('28: its name is scheduled for deletion, not existing', async () => {
    await pending('t28')
    expect(await refusalOf(create('t28'))).toEqual(
      refusal('InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion."),
    )
  })

  test('29: a forced delete of what is not there is answered with an ARN', async () => {
    expect(await run('DeleteSecret', { SecretId: 't29', ForceDeleteWithoutRecovery: true })).toEqual({
      ARN: expect.stringMatching(/:secret:t29-[A-Za-z0-9]{6}$/),
      Name: 't29',
      DeletionDate: vault.clock.nowMs() / 1000,
    })
  })

  test('30: a forced delete of a secret whose window runs is allowed', async () => {
    await pending('t30')
    await run('DeleteSecret', { SecretId: 't30', ForceDeleteWithoutRecovery: true })
    expect(await refusalOf(describeSecret(vault, 't30'))).toEqual(NOT_FOUND)
  })

  test('31: RecoveryWindowInDays with Force false is fine', async () => {
    await create('t31')
    expect(await run('DeleteSecret', { SecretId: 't31', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: false })).toMatchObject({ Name: 't31' })
  })

  test('32: tag calls on it are refused', async () => {
    await pending('t32')
    const calls = [run('TagResource', { SecretId: 't32', Tags: [{ Key: 'k', Value: 'v' }] }), run('UntagResource', { SecretId: 't32', TagKeys: ['k'] })]
    expect(await Promise.all(calls.map(refusalOf))).toEqual([MARKED_FOR_DELETION, MARKED_FOR_DELETION])
  })
})

describe('tags', () => {
  test('33: Tags is absent before the first, and [] after the last', async () => {
    await create('t33')
    const before = Object.keys(await describeSecret(vault, 't33')).includes('Tags')
    await run('TagResource', { SecretId: 't33', Tags: [{ Key: 'k', Value: 'v' }] })
    await run('UntagResource', { SecretId: 't33', TagKeys: ['k'] })
    expect([before, (await describeSecret(vault, 't33')).Tags]).toEqual([false, []])
  })

  test('34: TagResource adds to the tags that are there', async () => {
    await create('t34', { SecretString: 'v', Tags: [{ Key: 'a', Value: '1' }] })
    await run('TagResource', { SecretId: 't34', Tags: [{ Key: 'b', Value: '2' }] })
    expect((await describeSecret(vault, 't34')).Tags).toEqual([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }])
  })

  test('35: aws: tags are refused', async () => {
    await create('t35')
    expect(await refusalOf(run('TagResource', { SecretId: 't35', Tags: [{ Key: 'aws:x', Value: 'v' }] }))).toEqual(systemTag('aws:x'))
  })
})

describe('lists', () => {
  const found = async (Key: string, ...Values: string[]) =>
    (await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: ['t3x/'] }, { Key, Values }] })).SecretList.map((secret) => secret.Name)
  const make = async () => {
    await create('t3x/one', { SecretString: 'v', Description: 'one' }).catch(() => undefined)
    await create('t3x/onetwo', { SecretString: 'v', Description: 'two and one' }).catch(() => undefined)
    await create('t3x/two', { SecretString: 'v', Description: 'two' }).catch(() => undefined)
  }

  test('36: the name filter is a case-sensitive prefix', async () => {
    await make()
    expect([await found('name', 't3x/on'), await found('name', 'one'), await found('name', 'T3X')]).toEqual([['t3x/one', 't3x/onetwo'], [], []])
  })

  test('37: the description filter wants all words, in any order, as beginnings of words', async () => {
    await make()
    expect(await found('description', 'o tw')).toEqual(['t3x/onetwo'])
  })

  test('38: ! negates its value only, and is one of the alternatives', async () => {
    await make()
    expect([await found('description', 'one', '!two'), await found('description', '!two')]).toEqual([['t3x/one', 't3x/onetwo'], ['t3x/one']])
  })

  test('39: primary-region does not match a secret without replicas', async () => {
    await make()
    expect(await found('primary-region', 'us-east-1')).toEqual([])
  })

  test('40: MaxResults makes pages; a token that was not issued is InvalidNextTokenException', async () => {
    await make()
    const page = await vault.call('secretsmanager:ListSecrets', { MaxResults: 2 })
    expect([page.SecretList.length, typeof page.NextToken]).toEqual([2, 'string'])
    expect((await refusalOf(run('ListSecrets', { NextToken: 'abc' }))).code).toBe('InvalidNextTokenException')
  })

  test('41: BatchGetSecretValue goes on after a bad id', async () => {
    await create('t41')
    expect(await run('BatchGetSecretValue', { SecretIdList: ['t41/none', 't41'] })).toMatchObject({
      SecretValues: [{ Name: 't41' }],
      Errors: [{ SecretId: 't41/none', ErrorCode: 'ResourceNotFoundException' }],
    })
  })

  test('48: ListSecrets shows the own account only', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 't48', SecretString: 'v' }, { type: 'root', accountId: '999999999999' })
    expect((await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: ['t48'] }] })).SecretList).toEqual([])
  })
})

describe('policies', () => {
  const EVERYBODY = policyText([{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }])

  test('42: GetResourcePolicy leaves the member out where there is no policy', async () => {
    const ARN = await create('t42')
    expect(await run('GetResourcePolicy', { SecretId: 't42' })).toEqual({ ARN, Name: 't42' })
  })

  test('43: BlockPublicPolicy is false unless it is sent: a policy for everybody is taken', async () => {
    const ARN = await create('t43')
    expect(await run('PutResourcePolicy', { SecretId: 't43', ResourcePolicy: EVERYBODY })).toEqual({ ARN, Name: 't43' })
    expect((await refusalOf(run('PutResourcePolicy', { SecretId: 't43', ResourcePolicy: EVERYBODY, BlockPublicPolicy: true }))).code).toBe('PublicPolicyException')
  })

  test('47: another account cannot read what the default key encrypts, whatever the policy says', async () => {
    const ARN = await create('t47')
    await run('PutResourcePolicy', { SecretId: 't47', ResourcePolicy: EVERYBODY })
    expect(await refusalOf(run('GetSecretValue', { SecretId: ARN }, OTHER_ROOT))).toEqual(
      refusal('InvalidRequestException', "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key."),
    )
  })

  const user = async (UserName: string, statement: Record<string, unknown>): Promise<Principal> => {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', ...statement }] })
    const { User } = await vault.call('workbench:CreateUser', { UserName, PolicyDocument })
    return { type: 'user', accountId: ACCOUNT, userName: UserName, userId: User.UserId, arn: User.Arn }
  }

  test('44: a condition on VersionStage AWSCURRENT is not met by a read that names no stage', async () => {
    await create('t44')
    const reader = await user('t44', { Resource: '*', Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })
    expect((await refusalOf(run('GetSecretValue', { SecretId: 't44' }, reader))).code).toBe('AccessDeniedException')
    expect(await run('GetSecretValue', { SecretId: 't44', VersionStage: 'AWSCURRENT' }, reader)).toMatchObject({ SecretString: 'one' })
  })

  test('45: a Resource without the suffix does not match', async () => {
    const ARN = await create('t45')
    const plain = ARN.slice(0, -7)
    const without = await user('t45-without', { Resource: plain })
    const withMarks = await user('t45-with', { Resource: `${plain}-??????` })
    expect((await refusalOf(run('GetSecretValue', { SecretId: 't45' }, without))).code).toBe('AccessDeniedException')
    expect(await run('GetSecretValue', { SecretId: 't45' }, withMarks)).toMatchObject({ SecretString: 'one' })
  })
})

describe('fields', () => {
  test('57: RotationEnabled is absent for a secret that was never rotated', async () => {
    await create('t57')
    expect(Object.keys(await describeSecret(vault, 't57'))).not.toContain('RotationEnabled')
  })

  test('58: LastAccessedDate is a day, and comes with the first read', async () => {
    await create('t58')
    const before = (await describeSecret(vault, 't58')).LastAccessedDate
    await currentValue(vault, 't58')
    expect([before, ((await describeSecret(vault, 't58')).LastAccessedDate ?? 1) % 86_400]).toEqual([undefined, 0])
  })

  test('59: KmsKeyIds of the default key is DefaultEncryptionKey', async () => {
    await create('t59')
    expect((await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 't59' })).Versions[0]?.KmsKeyIds).toEqual(['DefaultEncryptionKey'])
  })

  test('61: exclusions do not shorten a password', async () => {
    const { RandomPassword } = await vault.call('secretsmanager:GetRandomPassword', { PasswordLength: 12, ExcludeCharacters: 'abcdefghijklmnopqrstuvwxy0123456789!"#$%&\'()*+,-./' })
    expect(RandomPassword).toHaveLength(12)
  })
})

describe('ciphertexts', () => {
  test('62: Decrypt does not ignore a wrong KeyId', async () => {
    const [key, other] = [await createKey(), await createKey()]
    expect(await refusalOf(decrypt(await encrypt(key.KeyId), { KeyId: other.KeyId }))).toEqual(
      refusal('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'),
    )
  })

  test('63: a wrong context is InvalidCiphertextException without a message', async () => {
    const blob = await encrypt((await createKey()).KeyId, { a: 'b' })
    expect(await refusalOf(decrypt(blob, { EncryptionContext: { a: 'c' } }))).toEqual(refusal('InvalidCiphertextException', ''))
  })

  test('64: Decrypt answers KeyMaterialId, Encrypt does not', async () => {
    const key = await createKey()
    const sealed = await vault.call('kms:Encrypt', { KeyId: key.KeyId, Plaintext: 'AAEC' })
    const opened = await vault.call('kms:Decrypt', { CiphertextBlob: sealed.CiphertextBlob })
    expect([Object.keys(sealed).sort(), Object.keys(opened).sort()]).toEqual([
      ['CiphertextBlob', 'EncryptionAlgorithm', 'KeyId'],
      ['EncryptionAlgorithm', 'KeyId', 'KeyMaterialId', 'Plaintext'],
    ])
  })

  test('68: RotateKeyOnDemand leaves old ciphertexts readable', async () => {
    const key = await createKey()
    const blob = await encrypt(key.KeyId)
    await vault.call('kms:RotateKeyOnDemand', { KeyId: key.KeyId })
    expect(await decrypt(blob)).toMatchObject({ Plaintext: 'AAEC', KeyMaterialId: key.CurrentKeyMaterialId })
  })
})

describe('keys', () => {
  test('65: a key without a description has an empty one, in both answers', async () => {
    const made = await createKey()
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: made.KeyId })
    expect([made.Description, KeyMetadata.Description]).toEqual(['', ''])
  })

  test('66: CancelKeyDeletion leaves the key disabled', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    await vault.call('kms:CancelKeyDeletion', { KeyId })
    expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false })
  })

  test('67: PutKeyPolicy, DescribeKey and DeleteAlias work on a key that is pending deletion', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:CreateAlias', { AliasName: 'alias/t67', TargetKeyId: KeyId })
    const { Policy } = await vault.call('kms:GetKeyPolicy', { KeyId })
    await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    expect(await vault.callRaw('kms:PutKeyPolicy', { KeyId, Policy })).toBeUndefined()
    expect(await vault.callRaw('kms:DeleteAlias', { AliasName: 'alias/t67' })).toBeUndefined()
    expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingDeletion')
  })

  test('69: GetKeyRotationStatus tells period and date only while rotation is on', async () => {
    const { KeyId } = await createKey()
    const members = async () => Object.keys(await vault.call('kms:GetKeyRotationStatus', { KeyId })).sort()
    const before = await members()
    await vault.call('kms:EnableKeyRotation', { KeyId })
    const during = await members()
    await vault.call('kms:DisableKeyRotation', { KeyId })
    expect([before, during, await members()]).toEqual([
      ['KeyId', 'KeyRotationEnabled'],
      ['KeyId', 'KeyRotationEnabled', 'NextRotationDate', 'RotationPeriodInDays'],
      ['KeyId', 'KeyRotationEnabled'],
    ])
  })

  test('70: a secret’s value is under its key: without the key, or the permission to use it, it cannot be read; with it again it can', async () => {
    const { KeyId } = await createKey()
    await vault.call('secretsmanager:CreateSecret', { Name: 't70', SecretString: 'v', KmsKeyId: KeyId })
    const read = () => vault.call('secretsmanager:GetSecretValue', { SecretId: 't70' })
    await vault.call('kms:DisableKey', { KeyId })
    expect((await refusalOf(read())).code).toBe('DecryptionFailure')
    await vault.call('kms:EnableKey', { KeyId })
    expect((await read()).SecretString).toBe('v')
    const reader = await makeUser(vault, 't70', [allow('secretsmanager:*')])
    expect(await refusalOf(run('GetSecretValue', { SecretId: 't70' }, reader))).toEqual(KMS_NOT_ALLOWED)
  })
})

const FILES = ['traps.test.ts', 'traps-of-rotation-and-replicas.test.ts']

test('every trap of the list has one test', () => {
  const numbers = FILES.flatMap((file) => [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/^ +test\('(\d+): /gm)].map(([, number]) => Number(number)))
  expect(numbers.sort((left, right) => left - right)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1))
})
