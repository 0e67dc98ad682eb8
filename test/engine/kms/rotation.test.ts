import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { constraint, valueAtLeast, valueAtMost } from '../secretsmanager/aws-words.ts'
import { INVALID_MARKER } from './kms-words.ts'

const DAY = 86_400
const vault = sharedVault()
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata
const rotate = (KeyId: string) => vault.callRaw('kms:RotateKeyOnDemand', { KeyId })
const statusOf = (KeyId: string) => vault.call('kms:GetKeyRotationStatus', { KeyId })
const materialOf = async (KeyId: string) => (await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata.CurrentKeyMaterialId
const now = () => vault.clock.nowMs() / 1000

describe('automatic rotation', () => {
  test('is off for a new key, and period and date show only while it is on', async () => {
    const { KeyId, Arn } = await createKey()
    const off = { KeyId: Arn, KeyRotationEnabled: false }
    expect(await statusOf(KeyId)).toEqual(off)
    expect(await vault.callRaw('kms:EnableKeyRotation', { KeyId })).toBeUndefined()
    expect(await statusOf(KeyId)).toEqual({ KeyId: Arn, KeyRotationEnabled: true, RotationPeriodInDays: 365, NextRotationDate: now() + 365 * DAY })
    expect(await vault.callRaw('kms:DisableKeyRotation', { KeyId })).toBeUndefined()
    expect(await statusOf(KeyId)).toEqual(off)
  })

  test('switched on again it has the new period', async () => {
    const { KeyId, Arn } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    vault.clock.advance(10 * DAY * 1000)
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 2560 })
    expect(await statusOf(KeyId)).toEqual({ KeyId: Arn, KeyRotationEnabled: true, RotationPeriodInDays: 2560, NextRotationDate: now() + 2560 * DAY })
  })

  test('stays on while the key is disabled, and shows off while it is pending deletion', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId })
    await vault.call('kms:DisableKey', { KeyId })
    const enabled = async () => (await statusOf(KeyId)).KeyRotationEnabled
    const whenDisabled = await enabled()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    const whenPending = await enabled()
    await vault.call('kms:CancelKeyDeletion', { KeyId })
    expect([whenDisabled, whenPending, await enabled()]).toEqual([true, false, true])
  })

  test.each([
    [89, constraint('rotationPeriodInDays', '89', valueAtLeast(90))],
    [2561, constraint('rotationPeriodInDays', '2561', valueAtMost(2560))],
  ])('not every %i days', async (RotationPeriodInDays, expected) => {
    const { KeyId } = await createKey()
    expect(await refusalOf(vault.callRaw('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays }))).toEqual(expected)
  })
})

describe('on demand', () => {
  test('answers the ARN, changes the material, and old ciphertexts still open', async () => {
    const { KeyId, Arn } = await createKey()
    const blobs: string[] = []
    const materials: (string | undefined)[] = []
    for (let round = 0; round < 3; round += 1) {
      if (round > 0) expect(await rotate(KeyId)).toEqual({ KeyId: Arn })
      blobs.push((await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC' })).CiphertextBlob)
      materials.push(await materialOf(KeyId))
    }
    expect(new Set(materials).size).toBe(3)
    const opened = await Promise.all(blobs.map((CiphertextBlob) => vault.call('kms:Decrypt', { CiphertextBlob })))
    expect(opened.map((answer) => [answer.Plaintext, answer.KeyMaterialId])).toEqual(materials.map((material) => ['AAEC', material]))
  })

  test('secrets under the key stay readable, and new versions go under the new material', async () => {
    const { KeyId } = await createKey()
    await vault.call('secretsmanager:CreateSecret', { Name: 'rotated', SecretString: 'one', KmsKeyId: KeyId })
    await rotate(KeyId)
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'rotated' })).SecretString).toBe('one')
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'rotated', SecretString: 'two' })
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'rotated' })).SecretString).toBe('two')
  })

  test('leaves the automatic schedule alone', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 100 })
    const before = await statusOf(KeyId)
    vault.clock.advance(DAY * 1000)
    await rotate(KeyId)
    expect(await statusOf(KeyId)).toEqual(before)
  })

  test('25 times at most, also with automatic ones between', async () => {
    const { KeyId, Arn } = await createKey()
    for (let round = 0; round < 25; round += 1) await rotate(KeyId)
    expect(await refusalOf(rotate(KeyId))).toEqual(
      refusal(
        'LimitExceededException',
        `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${Arn}`,
      ),
    )
  })

  test('not in the 20 minutes before an automatic one', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    vault.clock.advance((90 * DAY - 20 * 60 - 1) * 1000)
    await rotate(KeyId)
    vault.clock.advance(1000)
    expect((await refusalOf(rotate(KeyId))).code).toBe('ConflictException')
  })
})

describe('ListKeyRotations', () => {
  test('the rotations, oldest first; with all material also the first one', async () => {
    const { KeyId, Arn, CurrentKeyMaterialId: first } = await createKey()
    expect(await vault.call('kms:ListKeyRotations', { KeyId })).toEqual({ Rotations: [], Truncated: false })
    const rotations: object[] = []
    for (let round = 0; round < 2; round += 1) {
      vault.clock.advance(60_000)
      await rotate(KeyId)
      rotations.push({ KeyId: Arn, KeyMaterialId: await materialOf(KeyId), KeyMaterialState: round === 1 ? 'CURRENT' : 'NON_CURRENT', RotationDate: now(), RotationType: 'ON_DEMAND' })
    }
    expect(await vault.call('kms:ListKeyRotations', { KeyId })).toEqual({ Rotations: rotations, Truncated: false })
    expect(await vault.call('kms:ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).toEqual({
      Rotations: [{ KeyId: Arn, KeyMaterialId: first, KeyMaterialState: 'NON_CURRENT' }, ...rotations],
      Truncated: false,
    })
  })

  test('in pages, and not by a made-up marker', async () => {
    const { KeyId } = await createKey()
    for (let round = 0; round < 3; round += 1) await rotate(KeyId)
    const all = (await vault.call('kms:ListKeyRotations', { KeyId })).Rotations
    const first = await vault.call('kms:ListKeyRotations', { KeyId, Limit: 2 })
    const second = await vault.call('kms:ListKeyRotations', { KeyId, Limit: 2, Marker: first.NextMarker })
    expect([first.Truncated, second.Truncated, [...first.Rotations, ...second.Rotations]]).toEqual([true, false, all])
    expect(await refusalOf(vault.callRaw('kms:ListKeyRotations', { KeyId, Marker: 'made-up' }))).toEqual(INVALID_MARKER)
  })
})
