import { expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { NOT_FOUND } from './aws-words.ts'
import { currentValue, describe as describeSecret } from './secrets.ts'

const vault = sharedVault()
const restore = (SecretId: string) => vault.call('secretsmanager:RestoreSecret', { SecretId })

test('a secret whose window runs is as it was before, but for LastChangedDate', async () => {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'window', SecretString: 'v', Description: 'd', Tags: [{ Key: 'k', Value: 'v' }] })
  const before = await describeSecret(vault, 'window')
  vault.clock.advance(1000)
  await vault.call('secretsmanager:DeleteSecret', { SecretId: 'window' })
  vault.clock.advance(1000)
  expect(await restore('window')).toEqual({ ARN, Name: 'window' })
  expect(await describeSecret(vault, 'window')).toEqual({ ...before, LastChangedDate: (before.LastChangedDate ?? 0) + 2 })
  expect(await currentValue(vault, 'window')).toBe('v')
})

test('a secret that is not scheduled for deletion stays as it is', async () => {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'nothing', SecretString: 'v' })
  const before = await describeSecret(vault, 'nothing')
  vault.clock.advance(1000)
  expect(await restore('nothing')).toEqual({ ARN, Name: 'nothing' })
  expect(await describeSecret(vault, 'nothing')).toEqual(before)
})

test('after a forced deletion there is nothing to restore', async () => {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'purged', SecretString: 'v' })
  await vault.call('secretsmanager:DeleteSecret', { SecretId: 'purged', ForceDeleteWithoutRecovery: true })
  expect(await Promise.all(['purged', ARN].map((id) => refusalOf(restore(id))))).toEqual([NOT_FOUND, NOT_FOUND])
})

test('a window that was undone can be started again', async () => {
  await vault.call('secretsmanager:CreateSecret', { Name: 'again', SecretString: 'v' })
  await vault.call('secretsmanager:DeleteSecret', { SecretId: 'again' })
  await restore('again')
  vault.clock.advance(86_400_000)
  const { DeletionDate } = await vault.call('secretsmanager:DeleteSecret', { SecretId: 'again', RecoveryWindowInDays: 7 })
  expect(DeletionDate).toBe(vault.clock.nowMs() / 1000 + 7 * 86_400)
})
