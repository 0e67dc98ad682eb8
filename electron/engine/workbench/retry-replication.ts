import { ServiceError } from '../../../shared/errors.ts'
import { principalAccountId } from '../caller.ts'
import type { VaultHandler } from '../operation-handler.ts'
import type { RegionData } from '../open-vault.ts'
import { waiting } from '../replication/replicated-rows.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { requireOpen } from './require-open.ts'

/** Puts what failed, and what waits for its next try, at the head of the queue. */
export const retryReplication: VaultHandler<'workbench:RetryReplication'> = {
  kind: 'vault',
  async handle({ keeper, caller, nowMs }, input) {
    const vault = requireOpen(keeper)
    await vault.regionKeeper.far.look()
    const accountId = principalAccountId(caller.principal)
    let retried = 0
    for (const source of vault.regions.values()) {
      if (input.SecretId !== undefined && source.region !== caller.region) continue
      const secrets = input.SecretId === undefined ? source.secrets.ofAccount(accountId) : [named(source, accountId, input.SecretId)]
      retried += retryIn(source, secrets, input.Region, nowMs)
    }
    vault.deliveries.retry(input.Region)
    return { RetriedCount: retried }
  },
}

function named({ secrets }: RegionData, accountId: string, secretId: string): SecretRecord {
  const secret = secrets.findByArn(secretId) ?? secrets.findByName(accountId, secretId)
  if (secret === null) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return secret
}

function retryIn(source: RegionData, secrets: readonly SecretRecord[], region: string | undefined, nowMs: number): number {
  const due = secrets.flatMap((secret) =>
    (secret.replicas ?? [])
      .filter((replica) => (region === undefined || replica.region === region) && (replica.status !== 'InSync' || source.outbox.get(replica.region, secret.id) !== null))
      .map((replica) => ({ secret, replica })),
  )
  if (due.length === 0) return 0
  source.store.transaction(() => {
    for (const { secret, replica } of due) source.outbox.rows.put(waiting(source.outbox.get(replica.region, secret.id), { kind: 'replicate', region: replica.region, arn: secret.id, nowMs }))
  })
  return due.length
}
