import { rmSync } from 'node:fs'
import { GetSecretValueCommand, PutSecretValueCommand, ReplicateSecretToRegionsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { seededName, seedVault } from './seed-vault.ts'
import { startServe } from './serve-process.ts'

const TARGETS = ['eu-west-1', 'ap-south-1'] as const
const CALLERS = 16
const PUTS = 30
const POLL_MS = 20

export interface ReplicationFigures {
  /** From the first call to the last replica in sync, both regions. */
  readonly allMs: number
  /** Replicas made in a second. */
  readonly replicasPerSecond: number
  /** From the answer of a put to its value in the other region, asked over HTTP, in milliseconds. */
  readonly medianLagMs: number
  readonly slowestLagMs: number
}

/** Replicates `count` secrets to two regions through the endpoint, then puts single values and waits for each on the other side. */
export async function measureReplication(vault: string, passphrase: string, count: number): Promise<ReplicationFigures> {
  const serve = await startServe(vault, passphrase)
  const credentials = { accessKeyId: serve.accessKeyId, secretAccessKey: serve.secretAccessKey }
  const clientOf = (region: string): SecretsManagerClient => new SecretsManagerClient({ endpoint: serve.endpoint, region, credentials })
  const [home, away] = [clientOf(serve.region), clientOf(TARGETS[0])]
  try {
    await seedVault(vault, count)
    const startedMs = performance.now()
    let next = 0
    const replicate = async (): Promise<void> => {
      while (next < count) await home.send(new ReplicateSecretToRegionsCommand({ SecretId: seededName(next++), AddReplicaRegions: TARGETS.map((Region) => ({ Region })) }))
    }
    await Promise.all(Array.from({ length: CALLERS }, replicate))
    while ((await pending(vault)) > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const allMs = performance.now() - startedMs
    const lags: number[] = []
    for (let number = 0; number < PUTS; number++) lags.push(await lagOf(home, away, `bench ${number}`))
    lags.sort((left, right) => left - right)
    return { allMs, replicasPerSecond: (count * TARGETS.length) / (allMs / 1_000), medianLagMs: lags[PUTS >> 1] ?? NaN, slowestLagMs: lags.at(-1) ?? NaN }
  } finally {
    home.destroy()
    away.destroy()
    await serve.stop()
    rmSync(vault, { recursive: true, force: true })
  }
}

async function pending(vault: string): Promise<number> {
  const { Targets } = await callCore(socketAddress(vault, process.platform, process.env), 'workbench:ListReplication', { MaxResults: 1 })
  return Targets.reduce((sum, { PendingCount }) => sum + PendingCount, 0)
}

async function lagOf(home: SecretsManagerClient, away: SecretsManagerClient, value: string): Promise<number> {
  const SecretId = seededName(0)
  await home.send(new PutSecretValueCommand({ SecretId, SecretString: value }))
  const answeredMs = performance.now()
  while ((await away.send(new GetSecretValueCommand({ SecretId }))).SecretString !== value);
  return performance.now() - answeredMs
}
