import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { OpenVault, RegionData } from '../open-vault.ts'
import type { ReplicaRecord, SecretRecord } from '../secretsmanager/secret-record.ts'
import { pendingFor } from './outbox.ts'
import { shownReplica } from './shown-replication.ts'

type Lines = Output<'workbench:ListReplication'>

/** One replica for people: its status, how far behind it is, and when it is tried again. */
export function replicaLine(context: CallContext, source: RegionData, secret: SecretRecord, replica: ReplicaRecord): Lines['Replicas'][number] {
  const shown = shownReplica({ vault: context.vault, region: source }, secret, replica)
  const row = source.outbox.get(replica.region, secret.id)
  const notBeforeMs = context.vault.deliveries.stateOf(replica.region)?.notBeforeMs ?? 0
  return {
    ARN: secret.id,
    Name: secret.name,
    PrimaryRegion: source.region,
    Region: replica.region,
    KmsKeyId: shown.KmsKeyId ?? '',
    Status: shown.Status as ReplicaRecord['status'],
    StatusMessage: shown.StatusMessage,
    LagMs: row === null ? 0 : Math.max(0, context.nowMs - row.sinceMs),
    Attempts: row?.attempts ?? 0,
    NextTryDate: row === null ? undefined : Math.max(row.nextAtMs, notBeforeMs, context.nowMs),
  }
}

/** How deliveries go to each region that anything is replicated to. */
export function targetLines(vault: OpenVault): Lines['Targets'] {
  const targets = new Set<string>()
  for (const { secrets, outbox } of vault.regions.values()) {
    for (const { replicas } of secrets.rows.all()) for (const { region } of replicas ?? []) targets.add(region)
    for (const { region } of outbox.rows.all()) targets.add(region)
  }
  return [...targets].sort().map((region) => {
    const state = vault.deliveries.stateOf(region)
    return {
      Region: region,
      PendingCount: pendingFor(vault.regions.values(), region).count,
      LastLagMs: state?.lastLagMs ?? undefined,
      LastDeliveredDate: state?.lastDeliveredAtMs ?? undefined,
      Problem: vault.regionKeeper.problems.get(region)?.message ?? state?.problem?.message,
    }
  })
}
