import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'
import { runCoffer, startServing } from './support/coffer-process.ts'

const EU = 'eu-west-1'
const PASSPHRASE = { COFFER_PASSPHRASE: TEST_PASSPHRASE }
let template: VaultTemplate
beforeAll(async () => {
  template = await makeVaultTemplate()
}, 120_000)
afterAll(() => template.remove())

it('serve says that the home region is lost and how to go on, and goes on when told to, also the next time', { timeout: 120_000 }, async () => {
  const vault = template.copy()
  const before = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
  const home = new SecretsManagerClient({ endpoint: before.ready.endpoint, region: TEST_REGION, credentials: template.credentials, maxAttempts: 1 })
  await home.send(new CreateSecretCommand({ Name: 'app', SecretString: 'kept', AddReplicaRegions: [{ Region: EU }] }))
  while ((await home.send(new DescribeSecretCommand({ SecretId: 'app' }))).ReplicationStatus?.[0]?.Status !== 'InSync') await new Promise((resolve) => setTimeout(resolve, 10))
  home.destroy()
  await before.end()
  rmSync(join(vault, 'regions', `${TEST_REGION}.db`))
  const refused = await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: PASSPHRASE })
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(`The file of the home region ${TEST_REGION} is not where it was.`)])
  expect(refused.stderr).toContain(`go on with ${EU} as the new home region. At the command line another region takes its place with --new-home-region.`)
  for (const words of [['--new-home-region', EU], []]) {
    const serving = await startServing(['--vault', vault, '--port', '0', ...words], { environment: PASSPHRASE })
    expect(serving.ready.region).toBe(EU)
    const client = new SecretsManagerClient({ endpoint: serving.ready.endpoint, region: EU, credentials: template.credentials, maxAttempts: 1 })
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'app' }))).SecretString).toBe('kept')
    client.destroy()
    expect(await serving.end()).toEqual({ exitCode: 0, signal: null })
  }
})
