import { timingSafeEqual } from 'node:crypto'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { RegionData } from '../open-vault.ts'
import { type SecretRecord, type VersionRecord, versionWithId } from '../secretsmanager/secret-record.ts'
import { openLocalValue } from './local-value.ts'
import { arnInRegion, isSameToReplicas } from './replica-facts.ts'

type Comparison = Output<'workbench:CompareRegions'>['Secrets'][number]

export interface Side {
  readonly region: RegionData
  readonly secret: SecretRecord
}

/** Versions that two secrets have in common or not; a version of one id may have two values after the two sides went their own ways. */
export interface VersionSplit {
  readonly onlyHere: readonly VersionRecord[]
  readonly onlyThere: readonly VersionRecord[]
  readonly inConflict: readonly VersionRecord[]
}

/** The pairs of secrets of two regions: by name and suffix, else by name alone; null for the side that has none. */
export function pairSecrets(here: RegionData, there: RegionData, accountId: string): readonly { readonly here: SecretRecord | null; readonly there: SecretRecord | null }[] {
  const paired = new Set<string>()
  const pairs = here.secrets.ofAccount(accountId).map((secret) => {
    const other = there.secrets.findByArn(arnInRegion(secret.id, there.region)) ?? there.secrets.findByName(accountId, secret.name)
    if (other !== null) paired.add(other.id)
    return { here: secret as SecretRecord | null, there: other }
  })
  const others = there.secrets.ofAccount(accountId).filter(({ id }) => !paired.has(id)).map((secret) => ({ here: null, there: secret }))
  return [...pairs, ...others]
}

/** What differs between two secrets. Values are opened and compared where only they can tell, and are not part of the answer. */
export function compareSecrets(vaultId: string, here: Side, there: Side): Comparison {
  const isOneOrigin = there.secret.id === arnInRegion(here.secret.id, there.region.region)
  const split = isOneOrigin ? splitVersions(vaultId, here, there) : { onlyHere: [], onlyThere: [], inConflict: [] }
  const differs = isOneOrigin ? differences(here.secret, there.secret, split) : []
  return {
    Name: here.secret.name,
    ARN: here.secret.id,
    OtherARN: there.secret.id,
    Relation: isOneOrigin ? relationOf(here, there, differs.length > 0) : 'unrelated',
    Differs: differs,
    VersionsOnlyHere: ids(split.onlyHere),
    VersionsOnlyThere: ids(split.onlyThere),
    VersionsInConflict: ids(split.inConflict),
  }
}

export function splitVersions(vaultId: string, here: Side, there: Side): VersionSplit {
  const onlyHere = here.secret.versions.filter(({ versionId }) => versionWithId(there.secret, versionId) === null)
  const onlyThere = there.secret.versions.filter(({ versionId }) => versionWithId(here.secret, versionId) === null)
  const isDelivered = deliveredState(here.secret, there.secret) === 'same'
  const inConflict = isDelivered ? [] : there.secret.versions.filter((version) => isOtherValue(vaultId, here, there, version))
  return { onlyHere, onlyThere, inConflict }
}

function isOtherValue(vaultId: string, here: Side, there: Side, version: VersionRecord): boolean {
  const mine = versionWithId(here.secret, version.versionId)
  if (mine === null || mine.valueId === null || version.valueId === null) return false
  if (mine.kind !== version.kind || mine.sizeBytes !== version.sizeBytes) return true
  const left = openLocalValue(here.region, vaultId, here.secret, mine)
  const right = openLocalValue(there.region, vaultId, there.secret, version)
  const isSame = left.bytes.length === right.bytes.length && timingSafeEqual(left.bytes, right.bytes)
  left.bytes.fill(0)
  right.bytes.fill(0)
  return !isSame
}

function relationOf(here: Side, there: Side, isDifferent: boolean): Comparison['Relation'] {
  const [primary, replica] = here.secret.replicaOf?.region === there.region.region ? [there, here] : [here, there]
  if (replica.secret.replicaOf?.region !== primary.region.region) return isDifferent ? 'diverged' : 'twins'
  const state = deliveredState(primary.secret, replica.secret)
  if (state === 'newer') return 'replica-newer'
  return state === 'same' && !isDifferent ? 'in-sync' : 'behind'
}

function deliveredState(one: SecretRecord, other: SecretRecord): 'same' | 'older' | 'newer' | 'none' {
  const [primary, replica] = one.replicaOf === undefined ? [one, other] : [other, one]
  const delivered = replica.replicaOf?.revision
  if (delivered === undefined || primary.revision === undefined) return 'none'
  if (delivered.mark === primary.revision.mark) return 'same'
  return delivered.number >= primary.revision.number ? 'newer' : 'older'
}

function differences(here: SecretRecord, there: SecretRecord, split: VersionSplit): string[] {
  if (isSameToReplicas({ ...there, id: here.id }, here) && split.inConflict.length === 0) return []
  const text = (value: unknown): string => JSON.stringify(value) ?? ''
  const labels = (secret: SecretRecord): string => text(secret.versions.filter(({ stages }) => stages.length > 0).map(({ versionId, stages }) => [versionId, [...stages].sort()]).sort())
  const isOtherValue = split.onlyHere.length + split.onlyThere.length + split.inConflict.length > 0
  return [
    ...(isOtherValue ? ['value'] : []),
    ...(labels(here) === labels(there) ? [] : ['labels']),
    ...(here.description === there.description ? [] : ['description']),
    ...(text(here.tags) === text(there.tags) ? [] : ['tags']),
    ...(here.resourcePolicy === there.resourcePolicy ? [] : ['policy']),
    ...(text(here.rotation?.rules) === text(there.rotation?.rules) && here.rotation?.enabled === there.rotation?.enabled ? [] : ['rotation']),
    ...(here.type === there.type ? [] : ['type']),
  ]
}

function ids(versions: readonly VersionRecord[]): string[] {
  return versions.map(({ versionId }) => versionId)
}
