import type { Output } from '../../../shared/operations/catalog.ts'
import type { OpenVault, RegionData } from '../open-vault.ts'
import { type SecretRecord, versionWithId } from '../secretsmanager/secret-record.ts'
import { arnInRegion } from './replica-facts.ts'

type SecretFate = Output<'workbench:ReportRegionLoss'>['Secrets'][number]

/** What would be left of one secret without its store: the copy that lacks the fewest versions, then the one that waits least. */
export function fateOf(vault: OpenVault, lost: RegionData, secret: SecretRecord, nowMs: number): SecretFate {
  const copies = (secret.replicas ?? []).flatMap(({ region }) => {
    const copy = vault.regions.get(region)?.secrets.findByArn(arnInRegion(secret.id, region))
    if (copy === undefined || copy === null || copy.replicaOf?.region !== lost.region) return []
    const sinceMs = lost.outbox.get(region, secret.id)?.sinceMs
    const isWhole = copy.replicaOf.revision.mark === secret.revision?.mark
    const missing = secret.versions.filter(({ versionId, valueId }) => valueId !== null && (versionWithId(copy, versionId)?.valueId ?? null) === null).length
    return [{ region, isWhole, missing, ageMs: isWhole || sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs) }]
  })
  const best = copies.toSorted((left, right) => Number(right.isWhole) - Number(left.isWhole) || left.missing - right.missing || left.ageMs - right.ageMs)[0]
  const known = { ARN: secret.id, Name: secret.name }
  if (best === undefined) return { ...known, Fate: 'lost', VersionsLost: secret.versions.length }
  return { ...known, Fate: best.isWhole ? 'whole' : 'stale', SurvivesIn: best.region, AgeMs: best.ageMs, VersionsLost: best.missing }
}
