import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'

const vault = sharedVault()
const makeKey = async (): Promise<string> => (await vault.call('kms:CreateKey', {})).KeyMetadata.Arn
const makeSecret = (Name: string, more: object = {}) => vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ...more })
const summaryOf = async (arn: string) => (await vault.call('workbench:ListKeySummaries', {})).Keys.find(({ KeyMetadata }) => KeyMetadata.Arn === arn)
const secretsOf = async (KeyId: string) => (await vault.call('workbench:ListKeySecrets', { KeyId })).Secrets.map(({ Name, Needs, InTrash }) => [Name, Needs, InTrash])

describe('the list of keys', () => {
  test('has state, aliases, rotation, deletion date and the number of secrets in one call', async () => {
    const arn = await makeKey()
    await vault.call('kms:CreateAlias', { AliasName: 'alias/z', TargetKeyId: arn })
    await vault.call('kms:CreateAlias', { AliasName: 'alias/a', TargetKeyId: arn })
    await makeSecret('list/by-arn', { KmsKeyId: arn })
    await makeSecret('list/by-alias', { KmsKeyId: 'alias/z' })
    expect(await summaryOf(arn)).toMatchObject({ KeyMetadata: { KeyState: 'Enabled', Arn: arn }, Aliases: ['alias/a', 'alias/z'], SecretCount: 2 })
    expect(await summaryOf(arn)).not.toHaveProperty('Rotation')

    await vault.call('kms:EnableKeyRotation', { KeyId: arn, RotationPeriodInDays: 90 })
    const nowSeconds = vault.clock.nowMs() / 1000
    expect((await summaryOf(arn))?.Rotation).toEqual({ RotationPeriodInDays: 90, NextRotationDate: nowSeconds + 90 * 86_400 })

    const { DeletionDate } = await vault.call('kms:ScheduleKeyDeletion', { KeyId: arn, PendingWindowInDays: 7 })
    const pending = await summaryOf(arn)
    expect(pending?.KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate })
    expect(pending).not.toHaveProperty('Rotation')
  })

  test('counts the secrets of the default key, and those in the trash', async () => {
    await makeSecret('list/default')
    const before = (await vault.call('workbench:ListKeySummaries', {})).Keys.find(({ Aliases }) => Aliases.includes('alias/aws/secretsmanager'))
    await makeSecret('list/default-2')
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'list/default-2' })
    const after = await summaryOf(before?.KeyMetadata.Arn ?? '')
    expect([after?.SecretCount, after?.TrashedSecretCount]).toEqual([before?.SecretCount, (before?.TrashedSecretCount ?? 0) + 1])
  })
})

describe('the secrets that need a key', () => {
  test('are told with what of them needs it', async () => {
    const [old, young] = [await makeKey(), await makeKey()]
    await makeSecret('needs/current', { KmsKeyId: old })
    await makeSecret('needs/trash', { KmsKeyId: old })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'needs/trash' })
    await vault.call('secretsmanager:CreateSecret', { Name: 'needs/next', KmsKeyId: old })
    await makeSecret('needs/nothing', { KmsKeyId: young })
    expect(await vault.call('workbench:ListKeySecrets', { KeyId: old })).toMatchObject({ KeyArn: old, Region: REGION, TotalCount: 3, CurrentCount: 2, Secrets: [{ AccountId: ACCOUNT }, {}, {}] })
    expect((await vault.call('workbench:ListKeySecrets', { KeyId: old, MaxResults: 1 })).Secrets).toHaveLength(1)
    expect(await secretsOf(old)).toEqual([
      ['needs/current', 'current', false],
      ['needs/next', 'next-value', false],
      ['needs/trash', 'current', true],
    ])
  })

  test('stay with the key that encrypted them when an alias moves on', async () => {
    const [old, young] = [await makeKey(), await makeKey()]
    await vault.call('kms:CreateAlias', { AliasName: 'alias/moves', TargetKeyId: old })
    await makeSecret('moves', { KmsKeyId: 'alias/moves' })
    await vault.call('kms:UpdateAlias', { AliasName: 'alias/moves', TargetKeyId: young })
    expect(await secretsOf(old)).toEqual([['moves', 'current', false]])
    expect(await secretsOf(young)).toEqual([['moves', 'next-value', false]])

    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'moves', SecretString: 'w' })
    expect(await secretsOf(young)).toEqual([['moves', 'current', false]])
    expect(await secretsOf(old)).toEqual([['moves', 'other-versions', false]])
    // As it is told: with the old key disabled, the current value opens and the previous one does not.
    await vault.call('kms:DisableKey', { KeyId: old })
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'moves' })).SecretString).toBe('w')
    await expect(vault.call('secretsmanager:GetSecretValue', { SecretId: 'moves', VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({ code: 'DecryptionFailure' })
  })
})
