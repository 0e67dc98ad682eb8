import { call, callIn, CofferError } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { chooseContext, refreshStatus } from './session.ts'
import { select } from './selection.ts'
import type { RegionsSlice } from './state.ts'
import { patch, store } from './store.ts'
import { showDetailTab, showFolder, showSection } from './view.ts'

export type RegionStatus = WireOutput<'workbench:ListRegions'>['Regions'][number]
export type ReplicaLine = WireOutput<'workbench:ListReplication'>['Replicas'][number]
export type ReplicationTarget = WireOutput<'workbench:ListReplication'>['Targets'][number]
export type RegionFolder = WireOutput<'workbench:CheckRegionFolder'>
export type RegionLoss = WireOutput<'workbench:ReportRegionLoss'>
export type RegionDifference = WireOutput<'workbench:CompareRegions'>['Secrets'][number]

/** Each is a few commits on the disk: so that a call takes no longer than a moment, and other calls come between. */
const REUNITED_AT_ONCE = 20
let latest = 0

/** Reads the regions of the vault and how deliveries to them go; an answer that a later call has overtaken is dropped. */
export async function loadRegions(): Promise<void> {
  latest += 1
  const mine = latest
  try {
    const [{ Regions: items }, { Targets: targets }] = await Promise.all([call('workbench:ListRegions', {}), call('workbench:ListReplication', { MaxResults: 1 })])
    if (mine === latest) accept({ items, targets, loaded: true, error: null })
  } catch (error) {
    if (mine === latest) patch('regions', { error: CofferError.from(error) })
  }
}

/** What is read again and again is mostly the same: then nothing is drawn again. */
function accept(next: Pick<RegionsSlice, 'items' | 'targets' | 'loaded' | 'error'>): void {
  const { items, targets, loaded, error } = store.getState().regions
  if (JSON.stringify({ items, targets, loaded, error }) !== JSON.stringify(next)) patch('regions', next)
}

/** Forgets all regions; an answer that is on its way is dropped. */
export function forgetRegions(): void {
  latest += 1
  patch('regions', { items: [], targets: [], loaded: false, error: null, focusedRegion: null })
}

export function focusRegion(focusedRegion: string | null): void {
  patch('regions', { focusedRegion })
}

/** Shows a region's store in the section of all regions. */
export function showRegion(region: string): void {
  showSection('regions')
  focusRegion(region)
}

/** The same secret's ARN in another region: a replica has the name and suffix of its primary. */
export function arnInRegion(arn: string, region: string): string {
  const parts = arn.split(':')
  parts[3] = region
  return parts.join(':')
}

/** Works in another region from now on, with a secret of it in view. */
export async function showSecretInRegion(arn: string, region: string, tab = 'replicas'): Promise<void> {
  await chooseContext({ region })
  showFolder(null)
  select(arnInRegion(arn, region))
  showDetailTab(tab)
}

async function changed(): Promise<void> {
  await Promise.all([loadRegions(), refreshStatus()])
}

/** Makes a region's store, in the vault's folder without a path. Gives its file. */
export async function addRegion(input: WireInput<'workbench:AddRegion'>): Promise<string> {
  const { Place } = await call('workbench:AddRegion', input)
  await changed()
  return Place
}

/** Moves a region's store; true when that sealed the vault, as it does for the home region. */
export async function moveRegion(input: WireInput<'workbench:MoveRegion'>): Promise<boolean> {
  try {
    return (await call('workbench:MoveRegion', input)).Sealed
  } finally {
    await refreshStatus()
    if (store.getState().session.status === 'unsealed') await loadRegions()
  }
}

/** Closes a region's store. A window that works in it goes to the home region. Gives the file that can be taken away. */
export async function detachRegion(region: string): Promise<string> {
  const { session } = store.getState()
  const { Place } = await call('workbench:DetachRegion', { Region: region })
  if (session.region === region && session.vault?.Region !== undefined) await chooseContext({ region: session.vault.Region })
  await changed()
  return Place
}

/** Opens a region's store again. Throws CofferError `VaultOlderThanLastSeen` or `VaultDamaged` until that is accepted. */
export async function attachRegion(input: WireInput<'workbench:AttachRegion'>): Promise<string> {
  const { Region } = await call('workbench:AttachRegion', input)
  await changed()
  return Region
}

export async function checkRegionFolder(region: string, path: string): Promise<RegionFolder> {
  return call('workbench:CheckRegionFolder', { Region: region, Path: path })
}

/** Tries a failed or waiting replica again now, replacing a secret of the same name there when told to. */
export async function retryReplica(primaryRegion: string, arn: string, region: string, overwrite: boolean): Promise<void> {
  if (overwrite) await callIn(primaryRegion, 'secretsmanager:ReplicateSecretToRegions', { SecretId: arn, AddReplicaRegions: [{ Region: region }], ForceOverwriteReplicaSecret: true })
  else await callIn(primaryRegion, 'workbench:RetryReplication', { SecretId: arn, Region: region })
}

export async function removeReplica(arn: string, region: string): Promise<void> {
  await call('secretsmanager:RemoveRegionsFromReplication', { SecretId: arn, RemoveReplicaRegions: [region] })
}

/** "Stop replication and make it standalone": called in the replica's own region, as in AWS. */
export async function promoteReplica(arn: string, region: string): Promise<void> {
  await callIn(region, 'secretsmanager:StopReplicationToReplica', { SecretId: arnInRegion(arn, region) })
}

/** Every pair of secrets of two regions, and how they stand to each other. */
export async function compareRegions(region: string, otherRegion: string): Promise<readonly RegionDifference[]> {
  const all: RegionDifference[] = []
  let NextToken: string | undefined
  do {
    const page = await call('workbench:CompareRegions', { Region: region, OtherRegion: otherRegion, MaxResults: 5000, ...(NextToken === undefined ? {} : { NextToken }) })
    all.push(...page.Secrets)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return all
}

export interface Reunion {
  readonly reunited: number
  readonly addedVersions: number
  readonly refused: readonly { readonly name: string; readonly message: string }[]
}

/**
 * Makes the secrets of one region replicas of those of the other again; what only they have is taken over. `onProgress` is
 * told how many are done.
 */
export async function reuniteSecrets(keepRegion: string, otherRegion: string, names: readonly string[], onProgress: (done: number) => void): Promise<Reunion> {
  const Secrets: WireOutput<'workbench:ReuniteSecrets'>['Secrets'][number][] = []
  for (let from = 0; from < names.length; from += REUNITED_AT_ONCE) {
    const answer = await call('workbench:ReuniteSecrets', { KeepRegion: keepRegion, OtherRegion: otherRegion, SecretIds: names.slice(from, from + REUNITED_AT_ONCE) })
    Secrets.push(...answer.Secrets)
    onProgress(Secrets.length)
  }
  const refused = Secrets.filter((one) => one.Result === 'refused').map((one) => ({ name: one.SecretId, message: one.Message ?? '' }))
  return { reunited: Secrets.length - refused.length, addedVersions: Secrets.reduce((sum, one) => sum + one.AddedVersionCount, 0), refused }
}

/** How many replicas a region has of each primary region. */
export async function countReplicas(region: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  let NextToken: string | undefined
  do {
    const page = await callIn(region, 'workbench:ListSecretSummaries', { MaxResults: 10_000, ...(NextToken === undefined ? {} : { NextToken }) })
    for (const { PrimaryRegion: of } of page.Summaries) if (of !== undefined) counts.set(of, (counts.get(of) ?? 0) + 1)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return counts
}

export interface RegionTies {
  /** Replicas that are to be in the region, by the region of their primaries. */
  readonly incoming: ReadonlyMap<string, number>
  /** Replicas of its secrets, by the region that they are in. */
  readonly outgoing: ReadonlyMap<string, number>
}

/** What a region that is away has to do with the others, as the others know. */
export async function tiesOfRegion(region: string): Promise<RegionTies> {
  const incoming = new Map<string, number>()
  let NextToken: string | undefined
  do {
    const page = await call('workbench:ListReplication', { MaxResults: 5000, ...(NextToken === undefined ? {} : { NextToken }) })
    for (const replica of page.Replicas) if (replica.Region === region) incoming.set(replica.PrimaryRegion, (incoming.get(replica.PrimaryRegion) ?? 0) + 1)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  const attached = store.getState().regions.items.filter((item) => item.State === 'attached' && item.Region !== region)
  const counts = await Promise.all(attached.map(async (item) => [item.Region, (await countReplicas(item.Region)).get(region) ?? 0] as const))
  return { incoming, outgoing: new Map(counts.filter(([, count]) => count > 0)) }
}

/** Makes all replicas of a region independent, of one primary region or of all. Gives how many. */
export async function promoteRegion(region: string, primaryRegion: string | undefined): Promise<number> {
  const { PromotedCount } = await call('workbench:PromoteRegion', { Region: region, ...(primaryRegion === undefined ? {} : { PrimaryRegion: primaryRegion }) })
  return PromotedCount
}
