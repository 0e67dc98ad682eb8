import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'

/**
 * What each operation does in each state of a key, as KMS's table of key states has it. `1` the key is disabled, `3` it is
 * pending deletion, `4` it is not pending deletion, `5` it is pending import, `7` its origin or kind does not allow it.
 */
const TABLE: readonly (readonly [operation: string, enabled: string, disabled: string, pendingDeletion: string, pendingImport: string])[] = [
  ['Encrypt', 'ok', '1', '3', '5'],
  ['Decrypt', 'ok', '1', '3', '-'],
  ['ReEncrypt', 'ok', '1', '3', '-'],
  ['GenerateDataKey', 'ok', '1', '3', '5'],
  ['GenerateDataKeyWithoutPlaintext', 'ok', '1', '3', '5'],
  ['DescribeKey', 'ok', 'ok', 'ok', 'ok'],
  ['ListKeys', 'ok', 'ok', 'ok', 'ok'],
  ['ListAliases', 'ok', 'ok', 'ok', 'ok'],
  ['ListKeyPolicies', 'ok', 'ok', 'ok', 'ok'],
  ['ListResourceTags', 'ok', 'ok', 'ok', 'ok'],
  ['ListGrants', 'ok', 'ok', 'ok', 'ok'],
  ['GetKeyPolicy', 'ok', 'ok', 'ok', 'ok'],
  ['PutKeyPolicy', 'ok', 'ok', 'ok', 'ok'],
  ['DeleteAlias', 'ok', 'ok', 'ok', 'ok'],
  ['CreateAlias', 'ok', 'ok', '3', 'ok'],
  ['UpdateAlias', 'ok', 'ok', '3', 'ok'],
  ['UpdateAlias from it', 'ok', 'ok', 'ok', 'ok'],
  ['TagResource', 'ok', 'ok', '3', 'ok'],
  ['UntagResource', 'ok', 'ok', '3', 'ok'],
  ['UpdateKeyDescription', 'ok', 'ok', '3', 'ok'],
  ['EnableKey', 'ok', 'ok', '3', '5'],
  ['DisableKey', 'ok', 'ok', '3', '5'],
  ['ScheduleKeyDeletion', 'ok', 'ok', '3', 'ok'],
  ['CancelKeyDeletion', '4', '4', 'ok', '4'],
  ['EnableKeyRotation', 'ok', '1', '3', '7'],
  ['DisableKeyRotation', 'ok', '1', '3', '7'],
  ['GetKeyRotationStatus', 'ok', 'ok', 'ok', '7'],
  ['RotateKeyOnDemand', 'ok', '1', '3', '5'],
  ['CreateGrant', 'ok', '1', '3', '5'],
  ['RevokeGrant', 'ok', 'ok', 'ok', '-'],
  ['RetireGrant', 'ok', 'ok', 'ok', '-'],
]
const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const
const ROWS = TABLE.flatMap(([operation, ...outcomes]) => STATES.map((state, at) => [operation, state, outcomes[at] ?? ''] as const)).filter(([, , outcome]) => outcome !== '-')

const vault = sharedVault()
const root = 'arn:aws:iam::123456789012:root'
let serial = 0

interface Prepared {
  readonly KeyId: string
  readonly Arn: string
  readonly alias: string
  readonly otherAlias: string
  readonly blob: string
  readonly GrantId: string
}

/** A key with alias, ciphertext and grant, brought into a state. */
async function keyIn(state: (typeof STATES)[number]): Promise<Prepared> {
  serial += 1
  const isImport = state === 'PendingImport'
  const { KeyMetadata } = await vault.call('kms:CreateKey', isImport ? { Origin: 'EXTERNAL' } : {})
  const { KeyId, Arn } = KeyMetadata
  const other = await vault.call('kms:CreateKey', isImport ? { Origin: 'EXTERNAL' } : {})
  const alias = `alias/state-${serial}`
  const otherAlias = `alias/other-${serial}`
  await vault.call('kms:CreateAlias', { AliasName: alias, TargetKeyId: KeyId })
  await vault.call('kms:CreateAlias', { AliasName: otherAlias, TargetKeyId: other.KeyMetadata.KeyId })
  let blob = ''
  let GrantId = ''
  if (!isImport) {
    blob = (await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC' })).CiphertextBlob
    GrantId = (await vault.call('kms:CreateGrant', { KeyId, GranteePrincipal: root, Operations: ['Decrypt'] })).GrantId
  }
  if (state === 'Disabled') await vault.call('kms:DisableKey', { KeyId })
  if (state === 'PendingDeletion') await vault.call('kms:ScheduleKeyDeletion', { KeyId })
  expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ KeyState: state, Enabled: state === 'Enabled' })
  return { KeyId, Arn, alias, otherAlias, blob, GrantId }
}

async function inputOf(operation: string, { KeyId, Arn, alias, otherAlias, blob, GrantId }: Prepared): Promise<[string, Record<string, unknown>]> {
  const { KeyMetadata: spare } = await vault.call('kms:CreateKey', {})
  switch (operation) {
    case 'Encrypt':
      return [operation, { KeyId, Plaintext: 'AAEC' }]
    case 'Decrypt':
      return [operation, { CiphertextBlob: blob }]
    case 'ReEncrypt':
      return [operation, { CiphertextBlob: blob, DestinationKeyId: spare.KeyId }]
    case 'GenerateDataKey':
    case 'GenerateDataKeyWithoutPlaintext':
      return [operation, { KeyId, KeySpec: 'AES_256' }]
    case 'ListKeys':
      return [operation, {}]
    case 'PutKeyPolicy':
      return [operation, { KeyId, Policy: (await vault.call('kms:GetKeyPolicy', { KeyId })).Policy }]
    case 'DeleteAlias':
      return [operation, { AliasName: alias }]
    case 'CreateAlias':
      return [operation, { AliasName: `alias/new-${serial}`, TargetKeyId: KeyId }]
    case 'UpdateAlias':
      return [operation, { AliasName: otherAlias, TargetKeyId: KeyId }]
    case 'UpdateAlias from it':
      return ['UpdateAlias', { AliasName: alias, TargetKeyId: spare.KeyId }]
    case 'TagResource':
      return [operation, { KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }]
    case 'UntagResource':
      return [operation, { KeyId, TagKeys: ['a'] }]
    case 'UpdateKeyDescription':
      return [operation, { KeyId, Description: 'd' }]
    case 'CreateGrant':
      return [operation, { KeyId, GranteePrincipal: root, Operations: ['DescribeKey'] }]
    case 'RevokeGrant':
    case 'RetireGrant':
      return [operation, { KeyId: Arn, GrantId }]
    default:
      return [operation, { KeyId }]
  }
}

const refusedAs = (outcome: string, arn: string) =>
  ({
    '1': refusal('DisabledException', `${arn} is disabled.`),
    '3': refusal('KMSInvalidStateException', `${arn} is pending deletion.`),
    '4': refusal('KMSInvalidStateException', `${arn} is not pending deletion.`),
    '5': refusal('KMSInvalidStateException', `${arn} is pending import.`),
    '7': refusal('UnsupportedOperationException', `${arn} origin is EXTERNAL which is not valid for this operation.`),
  })[outcome]

describe('operations by state', () => {
  test.each(ROWS)('%s on a key that is %s: %s', async (operation, state, outcome) => {
    const key = await keyIn(state)
    const [name, input] = await inputOf(operation, key)
    if (outcome === 'ok') await expect(vault.callRaw(`kms:${name}`, input)).resolves.not.toBeNull()
    else expect(await refusalOf(vault.callRaw(`kms:${name}`, input))).toEqual(refusedAs(outcome, key.Arn))
  })

  test('ReEncrypt to a key is refused by its state too', async () => {
    const [from, to] = [await keyIn('Enabled'), await keyIn('Disabled')]
    expect(await refusalOf(vault.callRaw('kms:ReEncrypt', { CiphertextBlob: from.blob, DestinationKeyId: to.KeyId }))).toEqual(refusedAs('1', to.Arn))
  })
})

describe('kinds of keys', () => {
  const make = async (KeySpec: 'HMAC_256' | 'RSA_2048', KeyUsage: 'GENERATE_VERIFY_MAC' | 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY') =>
    (await vault.call('kms:CreateKey', { KeySpec, KeyUsage })).KeyMetadata
  const NO_WORDS = refusal('UnsupportedOperationException', '')

  test.each(['EnableKeyRotation', 'DisableKeyRotation', 'GetKeyRotationStatus', 'RotateKeyOnDemand', 'ListKeyRotations'])(
    '%s is for symmetric keys; a disabled one is told so first',
    async (operation) => {
      const key = await make('HMAC_256', 'GENERATE_VERIFY_MAC')
      expect(await refusalOf(vault.callRaw(`kms:${operation}`, { KeyId: key.KeyId }))).toEqual(NO_WORDS)
      await vault.call('kms:DisableKey', { KeyId: key.KeyId })
      const isState = !['GetKeyRotationStatus', 'ListKeyRotations'].includes(operation)
      expect(await refusalOf(vault.callRaw(`kms:${operation}`, { KeyId: key.KeyId }))).toEqual(isState ? refusedAs('1', key.Arn) : NO_WORDS)
    },
  )

  test.each([
    ['Encrypt', { Plaintext: 'AAEC' }],
    ['GenerateDataKey', { KeySpec: 'AES_256' }],
    ['GenerateDataKeyWithoutPlaintext', { KeySpec: 'AES_256' }],
  ])('%s with a key for something else', async (operation, input) => {
    const key = await make('RSA_2048', 'SIGN_VERIFY')
    expect(await refusalOf(vault.callRaw(`kms:${operation}`, { KeyId: key.KeyId, ...input }))).toEqual(
      refusal('InvalidKeyUsageException', `${key.Arn} key usage is SIGN_VERIFY which is not valid for ${operation}.`),
    )
  })

  test('an alias moves only between keys of a kind', async () => {
    const symmetric = await keyIn('Enabled')
    const hmac = await make('HMAC_256', 'GENERATE_VERIFY_MAC')
    const rsa = await make('RSA_2048', 'ENCRYPT_DECRYPT')
    for (const TargetKeyId of [hmac.KeyId, rsa.KeyId]) {
      expect((await refusalOf(vault.callRaw('kms:UpdateAlias', { AliasName: symmetric.alias, TargetKeyId }))).code).toBe('ValidationException')
    }
    expect((await vault.call('kms:DescribeKey', { KeyId: symmetric.alias })).KeyMetadata.KeyId).toBe(symmetric.KeyId)
  })
})

describe('deletion', () => {
  test('is answered with ARN, date and window, and shown until it is cancelled', async () => {
    const { KeyId, Arn } = await keyIn('Enabled')
    const now = vault.clock.nowMs() / 1000
    expect(await vault.call('kms:ScheduleKeyDeletion', { KeyId: Arn, PendingWindowInDays: 7 })).toEqual({
      KeyId: Arn,
      DeletionDate: now + 7 * 86_400,
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 7,
    })
    expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata.DeletionDate).toBe(now + 7 * 86_400)
    expect(await vault.call('kms:CancelKeyDeletion', { KeyId })).toEqual({ KeyId: Arn })
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    expect(KeyMetadata).not.toHaveProperty('DeletionDate')
  })

  test('waits 30 days unless told otherwise', async () => {
    const { KeyId } = await keyIn('Disabled')
    const answer = await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    expect([answer.PendingWindowInDays, answer.DeletionDate]).toEqual([30, vault.clock.nowMs() / 1000 + 30 * 86_400])
  })

  test.each([
    [6, refusal('ValidationException', 'PendingWindowInDays should be between 7 and 30, but it is 6')],
    [31, refusal('ValidationException', 'PendingWindowInDays should be between 7 and 30, but it is 31')],
  ])('a window of %i days is refused', async (PendingWindowInDays, expected) => {
    const { KeyId } = await keyIn('Enabled')
    expect(await refusalOf(vault.callRaw('kms:ScheduleKeyDeletion', { KeyId, PendingWindowInDays }))).toEqual(expected)
  })
})

test('UpdateKeyDescription changes what DescribeKey shows, also to nothing', async () => {
  const { KeyId } = await keyIn('Enabled')
  const shown = async (Description: string) => {
    await vault.call('kms:UpdateKeyDescription', { KeyId, Description })
    return (await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata.Description
  }
  expect([await shown('for payments'), await shown('')]).toEqual(['for payments', ''])
})

describe('key ids', () => {
  const KEY_ONLY = [
    'EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'UpdateKeyDescription', 'GetKeyPolicy', 'PutKeyPolicy', 'ListKeyPolicies',
    'EnableKeyRotation', 'DisableKeyRotation', 'GetKeyRotationStatus', 'RotateKeyOnDemand', 'ListKeyRotations', 'TagResource', 'UntagResource',
    'ListResourceTags', 'CreateGrant', 'ListGrants', 'RevokeGrant',
  ]
  const rest = { Description: 'd', Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}', Tags: [], TagKeys: [], GranteePrincipal: root, Operations: ['Decrypt'], GrantId: 'a'.repeat(64) }
  test.each(KEY_ONLY)('%s takes no alias, and tells of a key that is not there', async (operation) => {
    const { alias } = await keyIn('Enabled')
    const absent = '0d990263-018e-4e65-a703-eff731de951e'
    expect(await refusalOf(vault.callRaw(`kms:${operation}`, { ...rest, KeyId: alias }))).toEqual(refusal('NotFoundException', `Invalid keyId '${alias}'`))
    expect(await refusalOf(vault.callRaw(`kms:${operation}`, { ...rest, KeyId: absent }))).toEqual(
      refusal('NotFoundException', `Key 'arn:aws:kms:us-east-1:123456789012:key/${absent}' does not exist`),
    )
  })
})
