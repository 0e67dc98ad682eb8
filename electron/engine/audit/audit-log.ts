import { join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { EpochMark } from '../storage/epoch-mark.ts'
import { freeReserve, renewReserve } from '../storage/reserve-file.ts'
import { systemCodeOf } from '../storage/storage-error.ts'
import type { Host } from '../host.ts'
import type { AuditEntry, AuditRecord } from './audit-record.ts'
import { batchText, hashOfBatch, sealBatch, type AuditHead, type AuditSeal } from './audit-segment.ts'
import { readOlder } from './read-older.ts'
import { RecentBatches } from './recent-batches.ts'
import { createSegment, openSegment, type SegmentFile } from './segment-files.ts'
import { verifySegments, type AuditVerification } from './verify-segments.ts'

export const AUDIT_MARK = 'audit'
const SEGMENT_BYTES = 8 * 1024 * 1024
const MAX_BATCH_RECORDS = 512
const MARK_INTERVAL_MS = 250
/** Room for some thousand records on a disk that is full. */
export const AUDIT_RESERVE_BYTES = 1024 * 1024

interface Waiting {
  readonly record: AuditRecord
  readonly resolve: () => void
  readonly reject: (reason: ServiceError) => void
}

export interface AuditQuery {
  /** Only records before this sequence; for paging. */
  readonly beforeSequence?: number
  /** Only records after this sequence; what is older is not read at all. */
  readonly afterSequence?: number
  readonly limit: number
  readonly filter?: (record: AuditEntry) => boolean
}

/** Something noticed while opening the log, for people: nothing was lost by noticing it. */
export interface AuditWarning {
  readonly code: 'TailRecovered' | 'ShorterThanRemembered' | 'SegmentDamaged'
  readonly message: string
}

export interface AuditLogParts {
  readonly folder: string
  readonly seal: AuditSeal
  readonly mark: EpochMark
  readonly host: Pick<Host, 'log' | 'clock'>
  readonly head: AuditHead
  readonly lastSegment: number
  /** Where the last segment ends, when it ends cleanly and may be gone on with. */
  readonly lastSegmentBytes: number | null
  readonly recent: readonly AuditEntry[]
  readonly warnings: readonly AuditWarning[]
  readonly segmentBytes?: number | undefined
}

/**
 * The append-only record of every call. Opened by `openAuditLog`. A batch is what came while the batch before was being
 * synced, so that callers in parallel share one sync.
 */
export class AuditLog {
  readonly warnings: readonly AuditWarning[]
  readonly #parts: AuditLogParts
  readonly #recent = new RecentBatches()
  readonly #waiting: Waiting[] = []
  #head: AuditHead
  #segment: number
  #continueAt: number | null
  #file: SegmentFile | null = null
  #flushing: Promise<void> | null = null
  #markedAtMs = Number.NEGATIVE_INFINITY
  #isClosed = false
  #isReserveSpent = false

  constructor(parts: AuditLogParts) {
    this.#parts = parts
    this.warnings = parts.warnings
    const [oldest] = parts.recent
    if (oldest !== undefined) this.#recent.add(oldest.sequence, parts.recent.length, batchText(parts.recent))
    this.#head = parts.head
    this.#segment = parts.lastSegment
    this.#continueAt = parts.lastSegmentBytes
  }

  /** The last record that is on disk. Kept in the vault at sealing, so that a shortened log is noticed. */
  get head(): AuditHead {
    return this.#head
  }

  /** The number of the last file of the log. */
  get segment(): number {
    return this.#segment
  }

  /**
   * Resolves when the record is on disk, and not before.
   * @throws {ServiceError} AuditUnavailable: it could not be written; then the call's answer must not be sent
   */
  append(record: AuditRecord): Promise<void> {
    if (this.#isClosed) return Promise.reject(unavailable('closed'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** True while records live on the space that was kept for a full disk: only reading and deleting may go on then. */
  isShortOfSpace(): boolean {
    if (this.#isReserveSpent) this.#isReserveSpent = !renewReserve(auditReserve(this.#parts.folder), AUDIT_RESERVE_BYTES)
    return this.#isReserveSpent
  }

  /** The newest records first, from memory and then from disk; fewer than `limit` only when there are no more. */
  async recent({ beforeSequence = Number.POSITIVE_INFINITY, afterSequence = 0, limit, filter }: AuditQuery): Promise<readonly AuditEntry[]> {
    const found: AuditEntry[] = []
    for (const entry of this.#recent.newestFirst(beforeSequence)) {
      if (entry.sequence <= afterSequence || found.length >= limit) break
      if (filter?.(entry) ?? true) found.push(entry)
    }
    const oldestInMemory = this.#recent.oldestSequence ?? this.#head.sequence + 1
    if (found.length >= limit || oldestInMemory <= afterSequence + 1) return found
    const older = await readOlder(this.#parts, { beforeSequence: Math.min(beforeSequence, oldestInMemory), afterSequence, limit: limit - found.length, filter })
    return [...found, ...older]
  }

  /** Walks the whole chain on disk and says what it found. */
  async verify(): Promise<AuditVerification> {
    await this.#flushing
    return verifySegments(this.#parts.folder, this.#parts.seal, this.#head)
  }

  /** Writes what waits, and the mark, then lets go of the file. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#flushing
    await this.#file?.close()
    this.#file = null
    this.#writeMark(true)
    this.#parts.mark.close()
    this.#recent.clear()
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH_RECORDS)
      try {
        await this.#writeOnAnyDisk(batch.map(({ record }) => record))
        for (const { resolve } of batch) resolve()
      } catch (thrown) {
        await this.#abandonSegment()
        const reason = systemCodeOf(thrown)
        this.#parts.host.log.error('The audit could not be written; calls are refused until it can', { reason })
        for (const { reject } of batch) reject(unavailable(reason, thrown))
      }
    }
    this.#flushing = null
  }

  /** A full disk gets the reserve back: reading and deleting go on, and every call of them is on record. */
  async #writeOnAnyDisk(records: readonly AuditRecord[]): Promise<void> {
    try {
      await this.#write(records)
    } catch (thrown) {
      await this.#abandonSegment()
      if (systemCodeOf(thrown) !== 'ENOSPC' || !freeReserve(auditReserve(this.#parts.folder))) throw thrown
      this.#isReserveSpent = true
      this.#parts.host.log.warn('The disk is full; the audit goes on in the space that was kept for this')
      await this.#write(records)
    }
  }

  async #write(records: readonly AuditRecord[]): Promise<void> {
    const file = await this.#openFile()
    const text = batchText(records)
    const frame = sealBatch(this.#parts.seal, this.#segment, this.#head, text)
    await file.append(frame)
    const firstSequence = this.#head.sequence + 1
    this.#head = { sequence: this.#head.sequence + records.length, hash: hashOfBatch(frame) }
    this.#recent.add(firstSequence, records.length, text)
    this.#writeMark(false)
  }

  /** The segment to write to. After a torn end, a full segment or a failed write, a new one follows the head. */
  async #openFile(): Promise<SegmentFile> {
    if (!this.#file && this.#continueAt !== null) {
      this.#file = await openSegment(this.#parts.folder, this.#segment, this.#continueAt)
      this.#continueAt = null
    }
    if (this.#file && this.#file.bytes >= (this.#parts.segmentBytes ?? SEGMENT_BYTES)) await this.#abandonSegment()
    if (!this.#file) {
      this.#file = await createSegment(this.#parts.folder, { segment: this.#segment + 1, follows: this.#head })
      this.#segment += 1
    }
    return this.#file
  }

  async #abandonSegment(): Promise<void> {
    const file = this.#file
    this.#file = null
    this.#continueAt = null
    await file?.close().catch(() => undefined)
  }

  /** Not at every batch: the mark only warns, and must stay cheap. */
  #writeMark(now: boolean): void {
    const { host, mark } = this.#parts
    const timeMs = host.clock.monotonicMs()
    if (!now && timeMs - this.#markedAtMs < MARK_INTERVAL_MS) return
    this.#markedAtMs = timeMs
    try {
      mark.write(AUDIT_MARK, BigInt(this.#head.sequence), this.#head.hash)
    } catch (thrown) {
      host.log.warn('The outside mark of the audit could not be written', { reason: systemCodeOf(thrown) })
    }
  }
}

/** The file that the audit's reserve lies beside. */
export function auditReserve(folder: string): string {
  return join(folder, 'audit')
}

function unavailable(reason: string, cause?: unknown): ServiceError {
  return new ServiceError('AuditUnavailable', 'The audit record of this call could not be written, so the call was not answered. Check the disk that the vault lies on, then try again.', {
    statusCode: 500,
    details: { reason },
    cause,
  })
}
