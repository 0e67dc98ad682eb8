import { hash } from 'node:crypto'
import { SealBrokenError } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { pad, unpad } from '../crypto/padding.ts'
import type { AuditEntry, AuditRecord } from './audit-record.ts'

const MAGIC = Buffer.from('COFAUD01')
const HASH_BYTES = 32
export const SEGMENT_HEADER_BYTES = MAGIC.length + 4 + 8 + HASH_BYTES
const FRAME_HEAD_BYTES = 4 + 8
const LABEL = 'sv1/audit-batch'
export const NO_HASH: Buffer = Buffer.alloc(HASH_BYTES)

/** Where a log or a segment stands: the last sequence written, and the hash of the last batch. */
export interface AuditHead {
  readonly sequence: number
  readonly hash: Buffer
}

/** The first bytes of a segment file: its number and the head that it follows. Each batch's additional data binds them. */
export interface SegmentHeader {
  readonly segment: number
  readonly follows: AuditHead
}

/** One batch as it lies in a segment, found by its length only. */
export interface Frame {
  readonly bytes: Buffer
  readonly firstSequence: number
  /** Hash of the batch before it. */
  readonly previousHash: Buffer
}

/** What batches are sealed with and bound to. */
export interface AuditSeal {
  /** The key of a segment's batches: one of before where the root key was replaced after it. */
  readonly auditKey: (segment: number) => Uint8Array
  readonly vaultId: string
}

export function encodeSegmentHeader({ segment, follows }: SegmentHeader): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES)
  MAGIC.copy(header)
  header.writeUInt32BE(segment, 8)
  header.writeBigUInt64BE(BigInt(follows.sequence), 12)
  follows.hash.copy(header, 20)
  return header
}

export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  return { segment: bytes.readUInt32BE(8), follows: { sequence: Number(bytes.readBigUInt64BE(12)), hash: Buffer.from(bytes.subarray(20, SEGMENT_HEADER_BYTES)) } }
}

/** The text of a batch's records. */
export function batchText(records: readonly AuditRecord[]): string {
  return JSON.stringify(records)
}

/** The records of a batch's text, the first of which has this sequence. */
export function entriesOfBatch(text: string, firstSequence: number): readonly AuditEntry[] {
  return (JSON.parse(text) as AuditRecord[]).map((record, index) => ({ ...record, sequence: firstSequence + index }))
}

/**
 * One batch: u32 length ‖ u64 first sequence ‖ sealed records. Its additional data holds vault, segment, first sequence
 * and the hash of the batch before: the chain is inside the seal, so no batch can be dropped, moved or put back.
 */
export function sealBatch(seal: AuditSeal, segment: number, after: AuditHead, text: string): Buffer {
  const firstSequence = after.sequence + 1
  const padded = pad(Buffer.from(text, 'utf8'))
  const sealed = sealDerived(seal.auditKey(segment), LABEL, batchContext(seal, segment, firstSequence, after.hash), padded)
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.writeUInt32BE(sealed.length, 0)
  head.writeBigUInt64BE(BigInt(firstSequence), 4)
  return Buffer.concat([head, sealed])
}

/** The records of a batch; null when it does not open where it stands. */
export function openBatch(seal: AuditSeal, segment: number, frame: Frame): readonly AuditEntry[] | null {
  try {
    const context = batchContext(seal, segment, frame.firstSequence, frame.previousHash)
    const text = unpad(openDerived(seal.auditKey(segment), LABEL, context, frame.bytes.subarray(FRAME_HEAD_BYTES))).toString('utf8')
    return entriesOfBatch(text, frame.firstSequence)
  } catch (thrown) {
    if (thrown instanceof SealBrokenError || thrown instanceof RangeError) return null
    throw thrown
  }
}

export function hashOfBatch(frameBytes: Uint8Array): Buffer {
  return hash('sha256', frameBytes, 'buffer')
}

/** Every whole batch of a segment's bytes, and whether bytes are left over that are not one. */
export function splitSegment(bytes: Buffer): { readonly header: SegmentHeader | null; readonly frames: readonly Frame[]; readonly hasTornTail: boolean } {
  const header = decodeSegmentHeader(bytes)
  if (header === null) return { header, frames: [], hasTornTail: bytes.length > 0 }
  const frames: Frame[] = []
  let previousHash = header.follows.hash
  let at = SEGMENT_HEADER_BYTES
  while (at + FRAME_HEAD_BYTES <= bytes.length) {
    const end = at + FRAME_HEAD_BYTES + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const frame = { bytes: bytes.subarray(at, end), firstSequence: Number(bytes.readBigUInt64BE(at + 4)), previousHash }
    frames.push(frame)
    previousHash = hashOfBatch(frame.bytes)
    at = end
  }
  return { header, frames, hasTornTail: at < bytes.length }
}

function batchContext(seal: AuditSeal, segment: number, firstSequence: number, previousHash: Buffer): Buffer {
  return encodeEncryptionContext('audit', {
    vaultId: seal.vaultId,
    segment: String(segment),
    firstSequence: String(firstSequence),
    previous: previousHash.toString('hex'),
    fmt: '1',
  })
}
