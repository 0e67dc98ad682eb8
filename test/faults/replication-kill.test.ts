import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

const EU = 'eu-west-1'
const ROUNDS = 3
const NAMES = ['a', 'b']
const FEWEST = 4
const MOST = 20

let template: VaultTemplate
let scratch: string
beforeAll(async () => {
  template = await makeVaultTemplate()
  scratch = mkdtempSync(join(tmpdir(), 'coffer-killed-'))
}, 120_000)
afterAll(() => {
  template.remove()
  rmSync(scratch, { recursive: true, force: true })
})

const clientOf = ({ ready }: Serving, region: string): SecretsManagerClient => new SecretsManagerClient({ endpoint: ready.endpoint, region, credentials: template.credentials, maxAttempts: 1 })

async function versions(client: SecretsManagerClient, SecretId: string): Promise<{ ids: string[]; values: Record<string, string | undefined>; labels: unknown }> {
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true, MaxResults: 100 }))
  const ids = Versions.map(({ VersionId }) => VersionId as string)
  const values: Record<string, string | undefined> = {}
  for (const VersionId of ids) values[VersionId] = (await client.send(new GetSecretValueCommand({ SecretId, VersionId }))).SecretString
  return { ids, values, labels: Versions.map(({ VersionStages }) => VersionStages) }
}

test('a process that is killed while it delivers: every acknowledged version is in the replica once and in order after the next start', { timeout: 240_000 }, async () => {
  const vault = template.copy()
  const elsewhere = join(scratch, 'elsewhere')
  mkdirSync(elsewhere)
  const acknowledged = new Map<string, string[]>(NAMES.map((name) => [name, []]))
  const serve = (): Promise<Serving> => startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  for (let round = 0; round < ROUNDS; round++) {
    const serving = await serve()
    const client = clientOf(serving, TEST_REGION)
    if (round === 0) {
      await callCore(socketAddress(vault, process.platform, process.env), 'workbench:AddRegion', { Region: EU, Path: elsewhere })
      for (const Name of NAMES) await client.send(new CreateSecretCommand({ Name, AddReplicaRegions: [{ Region: EU }] }))
    }
    // Where the kill strikes is left to chance: between a commit here, a delivery there, and the note that it was delivered.
    const killAfter = FEWEST + Math.floor(Math.random() * (MOST - FEWEST))
    let count = 0
    const write = async (name: string): Promise<void> => {
      for (;;) {
        const ClientRequestToken = randomUUID()
        try {
          await client.send(new PutSecretValueCommand({ SecretId: name, ClientRequestToken, SecretString: `value ${ClientRequestToken}` }))
        } catch {
          return
        }
        acknowledged.get(name)?.push(ClientRequestToken)
        count += 1
        if (count === killAfter) serving.child.kill('SIGKILL')
      }
    }
    await Promise.all(NAMES.map(write))
    expect((await serving.end('SIGKILL')).signal).toBe('SIGKILL')
    client.destroy()
  }

  const serving = await serve()
  const [home, replica] = [clientOf(serving, TEST_REGION), clientOf(serving, EU)]
  for (const SecretId of NAMES) {
    for (;;) {
      const { ReplicationStatus = [] } = await home.send(new DescribeSecretCommand({ SecretId }))
      if (ReplicationStatus.every(({ Status }) => Status === 'InSync')) break
      expect(ReplicationStatus.map(({ Status }) => Status)).not.toContain('Failed')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const [here, there] = [await versions(home, SecretId), await versions(replica, SecretId)]
    expect(there).toEqual(here)
    expect(new Set(there.ids).size).toBe(there.ids.length)
    const wanted = acknowledged.get(SecretId) ?? []
    expect(there.ids.filter((id) => wanted.includes(id))).toEqual(wanted)
    expect(wanted.map((id) => there.values[id])).toEqual(wanted.map((id) => `value ${id}`))
  }
  const total = [...acknowledged.values()].flat().length
  expect(total).toBeGreaterThanOrEqual(ROUNDS * FEWEST)
  home.destroy()
  replica.destroy()
  expect(await serving.end()).toEqual({ exitCode: 0, signal: null })
})
