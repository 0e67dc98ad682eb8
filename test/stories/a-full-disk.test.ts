import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { canMountDisks, fillDisk, mountDisk, unmountDisk } from '../support/small-disk.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'
import { refusalOf } from '../support/refusal.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const FULL = 'The disk is full. Nothing was changed, and what was stored before is safe and can still be read. Free some space and try again; deleting secrets still works.'
const canMount = canMountDisks()
let disk: string
let template: VaultTemplate

beforeEach(async ({ skip }) => {
  skip(!canMount, 'needs mounting a disk')
  template = await makeVaultTemplate(async (call) => {
    await call('secretsmanager:CreateSecret', { Name: 'before', SecretString: 'kept' })
  })
  disk = mkdtempSync(join(tmpdir(), 'coffer-full-'))
})
afterEach(() => {
  if (!canMount) return
  unmountDisk(disk)
  rmSync(disk, { recursive: true, force: true })
  template.remove()
})

async function opened(): Promise<TestCore> {
  const test = await startTestCore({ folder: join(disk, 'vault') })
  await test.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  return test
}

function clientOf(url: string): SecretsManagerClient {
  return new SecretsManagerClient({ endpoint: url, region: TEST_REGION, credentials: template.credentials, maxAttempts: 1 })
}

it('is named to an SDK that writes until it is full; all that was acknowledged is there, and goes on when there is space', async () => {
  mountDisk(disk, '10m')
  template.copy(join(disk, 'vault'))
  let test = await opened()
  const { Url = '' } = await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  let client = clientOf(Url)
  const written: string[] = []
  let refused: { name?: string; message?: string; status?: number | undefined } = {}
  for (let number = 0; number < 500 && refused.name === undefined; number++) {
    const name = `filling/${number}`
    try {
      await client.send(new CreateSecretCommand({ Name: name, SecretString: `${name} ${'x'.repeat(60_000)}` }))
      written.push(name)
    } catch (thrown) {
      const error = thrown as { name: string; message: string; $metadata: { httpStatusCode?: number } }
      refused = { name: error.name, message: error.message, status: error.$metadata.httpStatusCode }
    }
  }
  expect(written.length).toBeGreaterThan(20)
  expect(refused).toEqual({ name: 'DiskFull', message: FULL, status: 500 })
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'before' }))).SecretString).toBe('kept')
  client.destroy()
  await test.close()

  test = await opened()
  const again = await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  client = clientOf(again.Url ?? '')
  // Deleting makes room, and needs none.
  for (const name of written.splice(0, 10)) await test.call('secretsmanager:DeleteSecret', { SecretId: name, ForceDeleteWithoutRecovery: true })
  for (const name of written) expect((await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString?.slice(0, name.length + 2)).toBe(`${name} x`)
  await client.send(new CreateSecretCommand({ Name: 'after', SecretString: 'there is space' }))
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'after' }))).SecretString).toBe('there is space')
  expect((await test.call('workbench:VerifyActivity', {})).Intact).toBe(true)
  client.destroy()
  await test.close()
})

it('keeps a new vault from being made, and leaves nothing behind', async () => {
  mountDisk(disk, '1m')
  fillDisk(join(disk, 'ballast'))
  const folder = join(disk, 'vault')
  let test = await startTestCore({ folder })
  expect(await refusalOf(test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE }))).toEqual({ code: 'DiskFull', message: FULL, statusCode: 500 })
  expect((await test.call('workbench:GetStatus', {})).State).toBe('absent')
  await test.close()
  rmSync(join(disk, 'ballast'))
  test = await startTestCore({ folder })
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await test.call('secretsmanager:CreateSecret', { Name: 'a', SecretString: 'x' })
  await test.close()
})

it('lets a vault be opened and read that was full before', async () => {
  mountDisk(disk, '10m')
  template.copy(join(disk, 'vault'))
  const first = await opened()
  await first.close()
  fillDisk(join(disk, 'ballast'))
  const test = await opened()
  const { SecretList } = await test.call('secretsmanager:ListSecrets', {})
  expect(SecretList.map(({ Name }) => Name)).toEqual(['before'])
  expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'before' })).SecretString).toBe('kept')
  expect(await refusalOf(test.call('secretsmanager:CreateSecret', { Name: 'large', SecretString: 'x'.repeat(65_000) }))).toEqual({ code: 'DiskFull', message: FULL, statusCode: 500 })
  await test.call('secretsmanager:DeleteSecret', { SecretId: 'before', RecoveryWindowInDays: 7 })
  rmSync(join(disk, 'ballast'))
  await test.call('secretsmanager:RestoreSecret', { SecretId: 'before' })
  await test.call('secretsmanager:CreateSecret', { Name: 'large', SecretString: 'x'.repeat(65_000) })
  expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'before' })).SecretString).toBe('kept')
  await test.close()
})
