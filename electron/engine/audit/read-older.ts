import type { AuditEntry } from './audit-record.ts'
import { openBatch, splitSegment, type AuditSeal } from './audit-segment.ts'
import { listSegments, readSegment } from './segment-files.ts'

interface OlderQuery {
  readonly beforeSequence: number
  readonly afterSequence: number
  readonly limit: number
  readonly filter?: ((record: AuditEntry) => boolean) | undefined
}

/** Records on disk before a sequence, newest first. Reads segments backwards and opens no batch that is not needed. */
export async function readOlder(log: { readonly folder: string; readonly seal: AuditSeal }, query: OlderQuery): Promise<AuditEntry[]> {
  const found: AuditEntry[] = []
  let endSequence = query.beforeSequence
  for (const segment of (await listSegments(log.folder)).reverse()) {
    if (found.length >= query.limit || endSequence <= query.afterSequence + 1) break
    const { header, frames } = splitSegment(await readSegment(log.folder, segment))
    if (header === null || header.follows.sequence + 1 >= endSequence) {
      // A batch after the head that the next segment follows was never acknowledged: it is no part of the log.
      endSequence = Math.min(endSequence, (header?.follows.sequence ?? Number.POSITIVE_INFINITY) + 1)
      continue
    }
    for (const frame of frames.toReversed()) {
      if (found.length >= query.limit) break
      if (frame.firstSequence >= endSequence) continue
      const entries = openBatch(log.seal, segment, frame) ?? []
      for (const entry of entries.toReversed()) {
        if (entry.sequence > query.afterSequence && entry.sequence < endSequence && found.length < query.limit && (query.filter?.(entry) ?? true)) found.push(entry)
      }
    }
    endSequence = Math.min(endSequence, header.follows.sequence + 1)
  }
  return found
}
