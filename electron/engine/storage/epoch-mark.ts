import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { timingSafeEqual } from 'node:crypto'
import { dirname } from 'node:path'
import { deriveKey, hmacSha256 } from '../crypto/hkdf.ts'

const TAG_BYTES = 16
const DIGEST_BYTES = 32
const MAC_BYTES = 32
const BODY_BYTES = TAG_BYTES + 8 + 8 + DIGEST_BYTES
const RECORD_BYTES = BODY_BYTES + MAC_BYTES
const SLOT_BYTES = 2 * RECORD_BYTES
const NO_DIGEST = new Uint8Array(DIGEST_BYTES)

export interface Mark {
  readonly epoch: bigint
  readonly digest: Uint8Array
}

/**
 * Remembers outside the vault's files how far each of them had come, so that an older copy put in its place is noticed.
 * One small file; each name has two records that are written in turn, so that a torn write leaves the one before.
 * Names are keyed, records MACed. It can be deleted by whoever can write the folder: it warns, it does not prove.
 */
export class EpochMark {
  readonly #file: string
  readonly #key: Buffer
  #descriptor: number | undefined

  private constructor(file: string, stateKey: Uint8Array) {
    this.#file = file
    this.#key = deriveKey(stateKey, new Uint8Array(0), 'sv1/state/mark')
  }

  static open(file: string, stateKey: Uint8Array): EpochMark {
    return new EpochMark(file, stateKey)
  }

  /** The newest mark of the name; null when none was left, or none can be verified. */
  read(name: string): Mark | null {
    return this.#newest(this.#load(), this.#tagOf(name))?.mark ?? null
  }

  /**
   * Writes the mark of the name. Not synced to the disk unless `durable`: a mark lost in a power cut warns of less.
   * @throws what the file system throws
   */
  write(name: string, epoch: bigint, digest: Uint8Array = NO_DIGEST, durable = false): void {
    const bytes = this.#load()
    const tag = this.#tagOf(name)
    const newest = this.#newest(bytes, tag)
    const offset = newest?.otherOffset ?? this.#freeSlot(bytes)
    const record = Buffer.alloc(RECORD_BYTES)
    tag.copy(record)
    record.writeBigUInt64BE((newest?.turn ?? 0n) + 1n, TAG_BYTES)
    record.writeBigUInt64BE(epoch, TAG_BYTES + 8)
    record.set(digest, TAG_BYTES + 16)
    this.#macOf(record).copy(record, BODY_BYTES)
    writeSync(this.#open(), record, 0, RECORD_BYTES, offset)
    if (durable) fsyncSync(this.#open())
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
    this.#key.fill(0)
  }

  #open(): number {
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
      this.#descriptor = openSync(this.#file, existsSync(this.#file) ? 'r+' : 'wx+', 0o600)
    }
    return this.#descriptor
  }

  #load(): Buffer {
    return existsSync(this.#file) ? readFileSync(this.#file) : Buffer.alloc(0)
  }

  #newest(bytes: Buffer, tag: Buffer): { mark: Mark; turn: bigint; otherOffset: number } | null {
    let newest: { mark: Mark; turn: bigint; otherOffset: number } | null = null
    for (let offset = 0; offset + RECORD_BYTES <= bytes.length; offset += RECORD_BYTES) {
      const record = bytes.subarray(offset, offset + RECORD_BYTES)
      if (!record.subarray(0, TAG_BYTES).equals(tag)) continue
      if (!timingSafeEqual(record.subarray(BODY_BYTES), this.#macOf(record))) continue
      const turn = record.readBigUInt64BE(TAG_BYTES)
      if (newest !== null && newest.turn >= turn) continue
      const isFirst = offset % SLOT_BYTES === 0
      const digest = Uint8Array.from(record.subarray(TAG_BYTES + 16, BODY_BYTES))
      newest = { mark: { epoch: record.readBigUInt64BE(TAG_BYTES + 8), digest }, turn, otherOffset: isFirst ? offset + RECORD_BYTES : offset - RECORD_BYTES }
    }
    return newest
  }

  #freeSlot(bytes: Buffer): number {
    return Math.ceil(bytes.length / SLOT_BYTES) * SLOT_BYTES
  }

  #tagOf(name: string): Buffer {
    return hmacSha256(this.#key, `name\0${name}`).subarray(0, TAG_BYTES)
  }

  #macOf(record: Buffer): Buffer {
    return hmacSha256(this.#key, 'record\0', record.subarray(0, BODY_BYTES))
  }
}
