import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { describe as describeSecret, versionId } from './secrets.ts'

const vault = sharedVault()
const now = () => vault.clock.nowMs() / 1000

describe('members', () => {
  test('of an empty secret: ARN, Name and two dates, nothing else', async () => {
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'empty' })
    expect(await describeSecret(vault, 'empty')).toEqual({ ARN, Name: 'empty', CreatedDate: now(), LastChangedDate: now() })
  })

  test('of a secret with everything that exists so far', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    const { ARN } = await vault.call('secretsmanager:CreateSecret', {
      Name: 'full',
      SecretString: 'v',
      Description: 'what for',
      KmsKeyId: KeyMetadata.Arn,
      Tags: [{ Key: 'team', Value: 'payments' }],
      ClientRequestToken: versionId(1),
    })
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'full' })
    const created = now()
    vault.clock.advance(1234)
    const { DeletionDate } = await vault.call('secretsmanager:DeleteSecret', { SecretId: 'full' })
    expect(await describeSecret(vault, 'full')).toEqual({
      ARN,
      Name: 'full',
      Description: 'what for',
      KmsKeyId: KeyMetadata.Arn,
      CreatedDate: created,
      LastChangedDate: created + 1.234,
      LastAccessedDate: created - (created % 86_400),
      DeletedDate: DeletionDate,
      Tags: [{ Key: 'team', Value: 'payments' }],
      VersionIdsToStages: { [versionId(1)]: ['AWSCURRENT'] },
    })
  })

  test('labelled versions only', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'labelled', SecretString: 'v', ClientRequestToken: versionId(1) })
    for (const version of [2, 3]) await vault.call('secretsmanager:PutSecretValue', { SecretId: 'labelled', SecretString: 'v', ClientRequestToken: versionId(version) })
    expect((await describeSecret(vault, 'labelled')).VersionIdsToStages).toEqual({ [versionId(2)]: ['AWSPREVIOUS'], [versionId(3)]: ['AWSCURRENT'] })
  })

  test('DeletedDate goes with a restore', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'restored', SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'restored' })
    await vault.call('secretsmanager:RestoreSecret', { SecretId: 'restored' })
    expect(Object.keys(await describeSecret(vault, 'restored'))).not.toContain('DeletedDate')
  })

  test('Tags: absent if never tagged, [] after the last was removed', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'tags', SecretString: 'v' })
    expect(Object.keys(await describeSecret(vault, 'tags'))).not.toContain('Tags')
    await vault.call('secretsmanager:TagResource', { SecretId: 'tags', Tags: [{ Key: 'k', Value: 'v' }] })
    await vault.call('secretsmanager:UntagResource', { SecretId: 'tags', TagKeys: ['k'] })
    expect((await describeSecret(vault, 'tags')).Tags).toEqual([])
  })

  test('works by partial ARN', async () => {
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'partial', SecretString: 'v' })
    expect((await describeSecret(vault, ARN.slice(0, -7))).ARN).toBe(ARN)
  })
})
