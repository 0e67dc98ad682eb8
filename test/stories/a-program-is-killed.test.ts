import { randomUUID } from 'node:crypto'
import { CreateSecretCommand, ListSecretsCommand, ListSecretVersionIdsCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

const ROUNDS = 4
const WRITERS = 3
const FEWEST_ACKNOWLEDGED = 5
const MOST_ACKNOWLEDGED = 30

/** What a client knows of one secret: the writes that were answered, in order, and the one that may or may not be there. */
interface Known {
  readonly acknowledged: { readonly versionId: string; readonly value: string }[]
  inFlight: { readonly versionId: string; readonly value: string } | null
}

let template: VaultTemplate
beforeAll(async () => {
  template = await makeVaultTemplate()
}, 120_000)
afterAll(() => template.remove())

it('loses nothing that was acknowledged when serve is killed, and a write in flight is wholly there or wholly absent', { timeout: 300_000 }, async () => {
  const vault = template.copy()
  const known = new Map<string, Known>()
  for (let round = 0; round < ROUNDS; round++) {
    const serving = await startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
    const client = clientOf(serving)
    await checkAll(client, known)
    // Where the kill strikes is left to chance: after so many answers, while the writers' next calls are under way.
    const killAfter = FEWEST_ACKNOWLEDGED + Math.floor(Math.random() * (MOST_ACKNOWLEDGED - FEWEST_ACKNOWLEDGED))
    await writeUntilKilled(client, serving, known, round, killAfter)
    client.destroy()
  }
  const serving = await startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  const client = clientOf(serving)
  await checkAll(client, known)
  const writes = [...known.values()].reduce((count, { acknowledged }) => count + acknowledged.length, 0)
  expect(writes).toBeGreaterThanOrEqual(ROUNDS * FEWEST_ACKNOWLEDGED)
  const activity = await callCore(socketAddress(vault, process.platform, process.env), 'workbench:VerifyActivity', {})
  expect({ ...activity, isEnough: activity.EventCount >= writes }).toEqual({ Intact: true, EventCount: expect.any(Number), isEnough: true })
  client.destroy()
  expect(await serving.end()).toEqual({ exitCode: 0, signal: null })
})

function clientOf({ ready }: Serving): SecretsManagerClient {
  // One attempt: a second one would write what the first may have written, and hide it.
  return new SecretsManagerClient({ endpoint: ready.endpoint, region: TEST_REGION, credentials: template.credentials, maxAttempts: 1 })
}

/** Several writers create secrets and put versions, until the kill cuts them off. */
async function writeUntilKilled(client: SecretsManagerClient, serving: Serving, known: Map<string, Known>, round: number, killAfter: number): Promise<void> {
  let acknowledgedCount = 0
  let ended: Promise<unknown> | null = null
  const write = async (name: string, isNew: boolean): Promise<boolean> => {
    const secret = known.get(name) ?? { acknowledged: [], inFlight: null }
    known.set(name, secret)
    const wanted = { versionId: randomUUID(), value: `${name} ${'x'.repeat(Math.floor(Math.random() * 3000))} ${randomUUID()}` }
    secret.inFlight = wanted
    const input = { ClientRequestToken: wanted.versionId, SecretString: wanted.value }
    try {
      await (isNew ? client.send(new CreateSecretCommand({ Name: name, ...input })) : client.send(new PutSecretValueCommand({ SecretId: name, ...input })))
    } catch (thrown) {
      // Only the kill may end a writer: an answer that refuses a write is a fault.
      if (ended === null || (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined) throw thrown
      return false
    }
    secret.acknowledged.push(wanted)
    secret.inFlight = null
    acknowledgedCount += 1
    if (acknowledgedCount >= killAfter) ended ??= serving.end('SIGKILL')
    return true
  }
  const writer = async (number: number): Promise<void> => {
    for (let step = 0; ; step++) {
      const name = `round-${round}/writer-${number}/${Math.floor(step / 4)}`
      if (!(await write(name, step % 4 === 0))) return
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)))
  expect(await (ended as Promise<unknown> | null)).toEqual({ exitCode: null, signal: 'SIGKILL' })
}

/** Every secret has the versions, labels and values that its answered writes left; what was in flight is settled. */
async function checkAll(client: SecretsManagerClient, known: Map<string, Known>): Promise<void> {
  const names = new Set<string>()
  let NextToken: string | undefined
  do {
    const page = await client.send(new ListSecretsCommand({ NextToken, MaxResults: 100 }))
    for (const { Name = '' } of page.SecretList ?? []) names.add(Name)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  for (const [name, secret] of known) {
    if (secret.acknowledged.length === 0 && !names.has(name)) {
      known.delete(name)
      continue
    }
    const found = await read(client, name)
    const { acknowledged, inFlight } = secret
    const settled = inFlight !== null && found.current.versionId === inFlight.versionId ? [...acknowledged, inFlight] : acknowledged
    const [current, previous] = settled.toReversed()
    expect({ name, found }).toEqual({
      name,
      found: { current, previous: previous ?? null, labels: { [current?.versionId ?? '']: ['AWSCURRENT'], ...(previous === undefined ? {} : { [previous.versionId]: ['AWSPREVIOUS'] }) } },
    })
    known.set(name, { acknowledged: [...settled], inFlight: null })
  }
  expect([...names].sort()).toEqual([...known.keys()].sort())
}

async function read(client: SecretsManagerClient, name: string): Promise<{ readonly current: object & { versionId?: string | undefined }; readonly previous: object | null; readonly labels: object }> {
  const value = async (stage: string): Promise<{ versionId: string | undefined; value: string | undefined }> => {
    const { VersionId, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: stage }))
    return { versionId: VersionId, value: SecretString }
  }
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId: name }))
  const labels = Object.fromEntries(Versions.map(({ VersionId = '', VersionStages = [] }) => [VersionId, VersionStages]))
  return { current: await value('AWSCURRENT'), previous: Versions.length > 1 ? await value('AWSPREVIOUS') : null, labels }
}
