import { join } from 'node:path'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { EpochMark } from '../storage/epoch-mark.ts'
import { EPOCH_MARK_FILE } from '../storage/open-region-store.ts'
import { keepReserve } from '../storage/reserve-file.ts'
import { AUDIT_MARK, AUDIT_RESERVE_BYTES, AuditLog, auditReserve, type AuditWarning } from './audit-log.ts'
import type { AuditEntry } from './audit-record.ts'
import { hashOfBatch, NO_HASH, openBatch, splitSegment, type AuditHead, type AuditSeal } from './audit-segment.ts'
import { listSegments, readSegment } from './segment-files.ts'

export const AUDIT_FOLDER = 'audit'
const RECORDS_TO_KEEP_READY = 500

export interface AuditLogOptions {
  readonly vaultId: string
  /** Stays the caller's; it must outlive the log. */
  readonly rootKey: RootKey
  readonly host: Pick<Host, 'dataDir' | 'log' | 'clock'>
  /** The head that the vault kept at its last sealing, if any. */
  readonly rememberedHead?: { readonly sequence: number } | undefined
  /** Keys of before the root key was replaced, and the last segment that lies under one of them. */
  readonly former?: { readonly keyOf: (segment: number) => Uint8Array; readonly lastFormerSegment: number } | undefined
  /** When to start a new file; 8 MiB unless told. */
  readonly segmentBytes?: number
}

/**
 * Opens the audit of an unlocked vault: finds its head, leaves a torn end behind, and compares the head with the ones
 * that were remembered. It always opens: what it noticed is in `warnings`, and new records follow the last good one.
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const { vaultId, rootKey, host, former } = options
  const folder = join(host.dataDir, AUDIT_FOLDER)
  const seal: AuditSeal = { vaultId, auditKey: former?.keyOf ?? (() => rootKey.subkey('audit')) }
  const mark = EpochMark.open(join(host.dataDir, EPOCH_MARK_FILE), rootKey.subkey('state'))
  const segments = await listSegments(folder)
  const found = await findHead(folder, seal, segments)
  const rememberedSequence = Math.max(Number(mark.read(AUDIT_MARK)?.epoch ?? 0n), options.rememberedHead?.sequence ?? 0)
  const warnings = [...found.warnings]
  if (found.head.sequence < rememberedSequence) {
    warnings.push({
      code: 'ShorterThanRemembered',
      message: `The audit ends at record ${String(found.head.sequence)}, but record ${String(rememberedSequence)} was once on disk: the log was cut, damaged or replaced.`,
    })
  }
  for (const warning of warnings) host.log.warn(warning.message, { code: warning.code })
  keepReserve(auditReserve(folder), AUDIT_RESERVE_BYTES)
  const lastSegment = segments.at(-1) ?? 0
  // What lies under a former key is not gone on with.
  const lastSegmentBytes = found.cleanSegment === lastSegment && lastSegment > (former?.lastFormerSegment ?? 0) ? found.bytes : null
  return new AuditLog({ folder, seal, mark, host, head: found.head, lastSegment, lastSegmentBytes, recent: found.recent, warnings, segmentBytes: options.segmentBytes })
}

interface FoundHead {
  readonly head: AuditHead
  readonly recent: readonly AuditEntry[]
  readonly warnings: readonly AuditWarning[]
  /** The segment of the head, when nothing torn follows it. */
  readonly cleanSegment: number | null
  readonly bytes: number
}

/** Goes back from the newest segment to the first that has a header; its last good batch is the head. */
async function findHead(folder: string, seal: AuditSeal, segments: readonly number[]): Promise<FoundHead> {
  const warnings: AuditWarning[] = []
  for (const segment of segments.toReversed()) {
    const bytes = await readSegment(folder, segment)
    const { header, frames, hasTornTail } = splitSegment(bytes)
    if (header === null) {
      warnings.push({ code: 'SegmentDamaged', message: `Audit file ${String(segment)} is empty or damaged; it is left as it is.` })
      continue
    }
    let head = header.follows
    const recent: AuditEntry[] = []
    let isCut = hasTornTail
    for (const frame of frames) {
      const entries = frame.firstSequence === head.sequence + 1 ? openBatch(seal, segment, frame) : null
      if (entries === null) {
        isCut = true
        break
      }
      head = { sequence: head.sequence + entries.length, hash: hashOfBatch(frame.bytes) }
      recent.push(...entries)
      if (recent.length > 2 * RECORDS_TO_KEEP_READY) recent.splice(0, recent.length - RECORDS_TO_KEEP_READY)
    }
    if (isCut) warnings.push({ code: 'TailRecovered', message: `The end of audit file ${String(segment)} was cut off while being written; the log goes on after record ${String(head.sequence)}.` })
    return { head, recent, warnings, cleanSegment: isCut ? null : segment, bytes: bytes.length }
  }
  return { head: { sequence: 0, hash: NO_HASH }, recent: [], warnings, cleanSegment: null, bytes: 0 }
}
