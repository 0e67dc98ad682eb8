import { RootKey } from '../seal/root-key.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'

/** A root key that was replaced: what of it is still needed, sealed under the one that took its place. */
export interface FormerRootKey {
  /** The header's `rootKeyId` of then. */
  readonly id: string
  readonly replacedAtMs: number
  /** Opens the activity record up to this segment. Base64. */
  readonly auditKey: string
  readonly lastAuditSegment: number
  /** Regions whose stores were away at the replacement: they are sealed anew when they come back. */
  readonly waitingRegions: readonly string[]
  /** Kept for as long as a region waits. Base64. */
  readonly rootKey?: string | undefined
}

export function formerRootKeys(store: RegionStore): SealedTable<FormerRootKey> {
  return store.table<FormerRootKey>('former_root_key')
}

/** What is to be kept of a root key that is being replaced. */
export function formerRootKey(id: string, rootKey: RootKey, facts: Pick<FormerRootKey, 'replacedAtMs' | 'lastAuditSegment' | 'waitingRegions'>): FormerRootKey {
  const auditKey = Buffer.from(rootKey.subkey('audit')).toString('base64')
  const kept = { id, auditKey, ...facts }
  return facts.waitingRegions.length === 0 ? kept : { ...kept, rootKey: rootKey.withBytes((bytes) => Buffer.from(bytes).toString('base64')) }
}

/** The root key that regions still wait for; null when none does. The caller erases it. */
export function openFormer({ rootKey }: FormerRootKey): RootKey | null {
  if (rootKey === undefined) return null
  const bytes = Buffer.from(rootKey, 'base64')
  try {
    return RootKey.fromBytes(bytes)
  } finally {
    bytes.fill(0)
  }
}

/** Whether a former root key is still kept for a region's store. */
export function isAwaited(home: RegionStore, region: string): boolean {
  for (const { waitingRegions } of formerRootKeys(home).all()) if (waitingRegions.includes(region)) return true
  return false
}

/** Notes that a region waits no more; with the last one the former root key is forgotten. Only inside a transaction. */
export function noteFollowed(home: RegionStore, region: string): void {
  const table = formerRootKeys(home)
  for (const former of table.all()) {
    if (!former.waitingRegions.includes(region)) continue
    const { rootKey, ...kept } = former
    const waitingRegions = former.waitingRegions.filter((one) => one !== region)
    table.put(waitingRegions.length === 0 ? { ...kept, waitingRegions } : { ...kept, waitingRegions, rootKey })
  }
}

/** What opens a segment of the activity record: up to the last segment of its time, a key of before. */
export function formerAuditKeys(rootKey: RootKey, home: RegionStore): { readonly keyOf: (segment: number) => Uint8Array; readonly lastFormerSegment: number } {
  const former = [...formerRootKeys(home).all()]
    .map(({ auditKey, lastAuditSegment }) => ({ key: Buffer.from(auditKey, 'base64'), lastAuditSegment }))
    .sort((left, right) => left.lastAuditSegment - right.lastAuditSegment)
  return {
    keyOf: (segment) => former.find(({ lastAuditSegment }) => segment <= lastAuditSegment)?.key ?? rootKey.subkey('audit'),
    lastFormerSegment: former.at(-1)?.lastAuditSegment ?? 0,
  }
}
