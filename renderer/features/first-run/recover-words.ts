import type { RegionFile } from '../../store/recovery.ts'

export type Contents = NonNullable<RegionFile['Contents']>

const MADE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

/** What a region's file tells without a key. */
export function fileWords({ VaultId, CreatedDate, HomeRegion, Region }: RegionFile): string {
  const home = Region === HomeRegion ? `This is the file of its home region, ${HomeRegion}.` : `Its home region is ${HomeRegion}.`
  return `A region of vault ${VaultId.slice(0, 8)}, made ${MADE.format(CreatedDate * 1000)}. ${home}`
}

export function replicaCount({ ReplicaCounts }: Contents): number {
  return ReplicaCounts.reduce((sum, { Count }) => sum + Count, 0)
}

/** `5 secrets: 4 replicas of us-east-1, 1 of its own`. */
export function secretWords(contents: Contents): string {
  const own = contents.SecretCount - replicaCount(contents)
  const parts = [...contents.ReplicaCounts.map(({ Region, Count }) => `${counted(Count, 'replica')} of ${Region}`), ...(own === 0 ? [] : [`${own.toLocaleString('en')} of its own`])]
  return `${counted(contents.SecretCount, 'secret')}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
}

/** What the vault had elsewhere, which this file cannot give back unless it was replicated here; null when there was nothing. */
export function elsewhereWords({ Regions }: Contents, region: string): string | null {
  const others = Regions.filter((one) => one !== region)
  return others.length === 0 ? null : `What was only in ${others.join(' or ')} is not in this file. If that file is found again, attach it under Regions.`
}

/** How the vault opens on this computer from now on. */
export function nextTimeWords({ Methods }: RegionFile): string {
  const ways = [Methods.includes('passphrase') ? 'the passphrase' : '', Methods.includes('recovery') ? 'the recovery code' : ''].filter((way) => way !== '')
  return `From the next time on it opens by ${ways.join(' or ')}. This computer’s keychain can be added in Settings.`
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`
}
