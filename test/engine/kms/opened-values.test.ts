import { createSecretKey, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { OpenedValues } from '../../../electron/engine/kms/opened-values.ts'
import { openTestVault } from '../../support/test-vault.ts'

const opener = createSecretKey(randomBytes(32))
const wrapped = randomBytes(133)

it('knows a value only with the wrapped key that it was opened with', () => {
  const opened = new OpenedValues()
  opened.keep('value', 'key', wrapped, opener)
  expect([opened.find('value', wrapped), opened.find('value', randomBytes(133)), opened.find('other', wrapped)]).toEqual([opener, null, null])
})

it('forgets a value, everything of a key, and the oldest when there are many', () => {
  const opened = new OpenedValues()
  for (const [value, key] of [['a', 'one'], ['b', 'two'], ['c', 'two'], ['d', 'one']] as const) opened.keep(value, key, wrapped, opener)
  opened.forget('a')
  opened.forgetKey('two')
  expect(['a', 'b', 'c', 'd'].map((value) => opened.find(value, wrapped) !== null)).toEqual([false, false, false, true])
  for (let count = 0; count < 4_096; count++) opened.keep(`later-${count}`, 'one', wrapped, opener)
  expect([opened.find('d', wrapped), opened.find('later-0', wrapped), opened.find('later-4095', wrapped)]).toEqual([null, opener, opener])
})

it('a value that was read before is refused like any other once its key is disabled', async () => {
  const test = await openTestVault()
  const { KeyMetadata } = await test.call('kms:CreateKey', {})
  await test.call('secretsmanager:CreateSecret', { Name: 'read/before', KmsKeyId: KeyMetadata.KeyId, SecretString: 'x' })
  const read = (): Promise<unknown> => test.call('secretsmanager:GetSecretValue', { SecretId: 'read/before' })
  await read()
  await test.call('kms:DisableKey', { KeyId: KeyMetadata.KeyId })
  await expect(read()).rejects.toMatchObject({ code: 'DecryptionFailure' })
  await test.call('kms:EnableKey', { KeyId: KeyMetadata.KeyId })
  expect(await read()).toMatchObject({ SecretString: 'x' })
  await test.close()
})
