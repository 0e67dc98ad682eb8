import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'

const UNAVAILABLE = refusal(
  'AuditUnavailable',
  'The audit record of this call could not be written, so the call was not answered. Check the disk that the vault lies on, then try again.',
  500,
)
let vault: TestVault
let folder: string

/** A vault with one secret, whose activity record cannot be written: a file is where its folder was. */
beforeEach(async () => {
  const made = await openTestVault()
  await made.call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'value' })
  vault = await made.reopen()
  folder = join(vault.folder, 'audit')
  renameSync(folder, `${folder}.away`)
  writeFileSync(folder, '')
})
afterEach(() => vault.close())

function repair(): void {
  rmSync(folder)
  renameSync(`${folder}.away`, folder)
}

test('a value does not leave, and neither does a refusal', async () => {
  expect(await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'kept' }))).toEqual(UNAVAILABLE)
  expect(await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'nowhere' }))).toEqual(UNAVAILABLE)
})

test('a write does not happen', async () => {
  const epoch = vault.vault.regions.get(REGION)?.store.epoch
  expect(await refusalOf(vault.call('secretsmanager:CreateSecret', { Name: 'new', SecretString: 'v' }))).toEqual(UNAVAILABLE)
  expect(await refusalOf(vault.call('secretsmanager:DeleteSecret', { SecretId: 'kept', ForceDeleteWithoutRecovery: true }))).toEqual(UNAVAILABLE)
  expect(vault.vault.regions.get(REGION)?.store.epoch).toBe(epoch)
})

test('what the window draws by itself still works, so that a person sees the vault', async () => {
  expect((await vault.call('workbench:ListSecretSummaries', {})).Summaries.map((summary) => summary.Name)).toEqual(['kept'])
})

test('when the disk is back, calls are answered again and the record is whole', async () => {
  await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'kept' }))
  repair()
  expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).SecretString).toBe('value')
  await vault.call('secretsmanager:CreateSecret', { Name: 'new', SecretString: 'v' })
  expect(await vault.call('workbench:VerifyActivity', {})).toEqual({ Intact: true, EventCount: expect.any(Number) })
  mkdirSync(`${folder}.away`)
})
