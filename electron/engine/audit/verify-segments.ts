import { hashOfBatch, NO_HASH, openBatch, SEGMENT_HEADER_BYTES, splitSegment, type AuditHead, type AuditSeal } from './audit-segment.ts'
import { listSegments, readSegment } from './segment-files.ts'

export interface AuditProblem {
  readonly segment: number
  readonly afterSequence: number
  readonly problem: 'missing segment' | 'segment does not follow the one before' | 'batch does not open' | 'batches were cut off' | 'log ends early' | 'not a segment'
}

/** A write that fails leaves at most one batch behind: more of them were on disk, and known to be, before one was damaged. */
const MAX_UNACKNOWLEDGED_BATCHES = 1

export interface AuditVerification {
  readonly records: number
  readonly batches: number
  readonly segments: number
  readonly problems: readonly AuditProblem[]
}

/**
 * Walks the chain from the first record to `expected`. A torn or abandoned end of a segment that the next segment does
 * not follow was never acknowledged and is no problem.
 */
export async function verifySegments(folder: string, seal: AuditSeal, expected: AuditHead): Promise<AuditVerification> {
  const segments = await listSegments(folder)
  const problems: AuditProblem[] = []
  let head: AuditHead = { sequence: 0, hash: NO_HASH }
  let batches = 0
  for (const [index, segment] of segments.entries()) {
    const report = (problem: AuditProblem['problem']): void => void problems.push({ segment, afterSequence: head.sequence, problem })
    if (segment !== index + 1) report('missing segment')
    const bytes = await readSegment(folder, segment)
    const { header, frames } = splitSegment(bytes)
    if (header === null) {
      // A file that was being made when the machine stopped holds no records.
      if (bytes.length >= SEGMENT_HEADER_BYTES) report('not a segment')
      continue
    }
    if (header.segment !== segment || header.follows.sequence !== head.sequence || !header.follows.hash.equals(head.hash)) {
      report('segment does not follow the one before')
      head = header.follows
    }
    const end = await nextFollows(folder, segments[index + 1], expected)
    for (const [at, frame] of frames.entries()) {
      if (head.sequence >= end.sequence) {
        if (frames.length - at > MAX_UNACKNOWLEDGED_BATCHES) report('batches were cut off')
        break
      }
      const entries = frame.firstSequence === head.sequence + 1 ? openBatch(seal, segment, frame) : null
      if (entries === null) {
        report('batch does not open')
        break
      }
      head = { sequence: head.sequence + entries.length, hash: hashOfBatch(frame.bytes) }
      batches += 1
    }
    if (head.sequence < end.sequence && problems.at(-1)?.segment !== segment) report('log ends early')
  }
  if (segments.length === 0 && expected.sequence > 0) problems.push({ segment: 0, afterSequence: 0, problem: 'log ends early' })
  return { records: head.sequence, batches, segments: segments.length, problems }
}

async function nextFollows(folder: string, next: number | undefined, expected: AuditHead): Promise<AuditHead> {
  if (next === undefined) return expected
  return splitSegment(await readSegment(folder, next)).header?.follows ?? expected
}
