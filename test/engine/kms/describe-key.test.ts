import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { openTestVault } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, NOT_NULL } from '../secretsmanager/aws-words.ts'
import { ABSENT_ARN, ABSENT_ID, aliasAbsent, aliasArn, invalidKeyId, keyAbsent, otherRegion } from './kms-words.ts'

const vault = sharedVault()
const describeKey = (KeyId: unknown) => vault.callRaw('kms:DescribeKey', { KeyId })

test('by id, ARN, alias and alias ARN it is what CreateKey answered', async () => {
  const created = await vault.call('kms:CreateKey', { Description: 'd' })
  await vault.call('kms:CreateAlias', { AliasName: 'alias/described', TargetKeyId: created.KeyMetadata.KeyId })
  const forms = [created.KeyMetadata.KeyId, created.KeyMetadata.Arn, 'alias/described', aliasArn('alias/described')]
  expect(await Promise.all(forms.map(describeKey))).toEqual(forms.map(() => created))
})

describe('aws/secretsmanager', () => {
  test('is made when it is first asked for, and then stays the same', async () => {
    const fresh = await openTestVault()
    try {
      expect((await fresh.call('kms:ListKeys', {})).Keys).toEqual([])
      const { KeyMetadata } = await fresh.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' })
      expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', Description: 'Default key that protects my Secrets Manager data when no other key is defined' })
      await fresh.call('secretsmanager:CreateSecret', { Name: 'a', SecretString: 'v' })
      expect((await fresh.call('kms:DescribeKey', { KeyId: aliasArn('alias/aws/secretsmanager') })).KeyMetadata).toEqual(KeyMetadata)
      expect((await fresh.call('kms:ListKeys', {})).Keys).toEqual([{ KeyId: KeyMetadata.KeyId, KeyArn: KeyMetadata.Arn }])
      const again = await fresh.reopen()
      expect((await again.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' })).KeyMetadata).toEqual(KeyMetadata)
      expect((await again.call('secretsmanager:GetSecretValue', { SecretId: 'a' })).SecretString).toBe('v')
      await again.close()
    } finally {
      await fresh.close()
    }
  })

  test('is each account’s own', async () => {
    const other = { type: 'root', accountId: '999999999999' } as const
    const own = await vault.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' })
    const theirs = await vault.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' }, other)
    expect([own.KeyMetadata.AWSAccountId, theirs.KeyMetadata.AWSAccountId]).toEqual(['123456789012', '999999999999'])
  })
})

describe('refusals', () => {
  test.each([
    ['fake-key-id', invalidKeyId('fake-key-id')],
    ['0d990263018e4e65a703eff731de951e', invalidKeyId('0d990263018e4e65a703eff731de951e')],
    ['mrk-fake-key-id', invalidKeyId('mrk-fake-key-id')],
    ['arn:aws:kms:us-east-1:123456789012:key/fake', invalidKeyId('arn:aws:kms:us-east-1:123456789012:key/fake')],
    [ABSENT_ID, keyAbsent(ABSENT_ARN)],
    [ABSENT_ARN, keyAbsent(ABSENT_ARN)],
    [`arn:aws:kms:eu-west-1:123456789012:key/${ABSENT_ID}`, otherRegion('eu-west-1')],
    ['alias/nowhere', aliasAbsent('alias/nowhere')],
    [aliasArn('alias/nowhere'), aliasAbsent('alias/nowhere')],
    ['', constraint('keyId', '', atLeast(1))],
    ['k'.repeat(2049), constraint('keyId', 'k'.repeat(2049), atMost(2048))],
    [undefined, constraint('keyId', null, NOT_NULL)],
  ])('%s', async (KeyId, expected) => {
    expect(await refusalOf(describeKey(KeyId))).toEqual(expected)
  })
})
