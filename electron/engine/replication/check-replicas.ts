import type { OpenVault, RegionData } from '../open-vault.ts'
import { outboxId } from './outbox.ts'
import { arnInRegion } from './replica-facts.ts'
import { waiting } from './replicated-rows.ts'

/**
 * Looks, when a store was opened, for replicas that are not where their primary believes: a store that was put back from a
 * back-up. They are delivered again; nothing is written over a replica that is newer.
 */
export function checkReplicas(vault: OpenVault, opened: RegionData, nowMs: number): void {
  for (const source of vault.regions.values()) {
    const stale = staleIn(source, (target) => (source === opened ? (vault.regions.get(target) ?? null) : target === opened.region ? opened : null))
    if (stale.length === 0) continue
    source.store.transaction(() => {
      for (const { region, arn } of stale) source.outbox.rows.put(waiting(null, { kind: 'replicate', region, arn, nowMs }))
    })
  }
}

function staleIn(source: RegionData, targetOf: (region: string) => RegionData | null): readonly { readonly region: string; readonly arn: string }[] {
  const stale: { readonly region: string; readonly arn: string }[] = []
  for (const { id, replicas, revision } of source.secrets.rows.all()) {
    for (const { region, isMade, status } of replicas ?? []) {
      const target = targetOf(region)
      if (target === null || isMade !== true || status === 'Failed' || source.outbox.rows.get(outboxId(region, id)) !== null) continue
      const delivered = target.secrets.findByArn(arnInRegion(id, region))?.replicaOf?.revision
      if (delivered?.number !== revision?.number || delivered?.mark !== revision?.mark) stale.push({ region, arn: id })
    }
  }
  return stale
}
