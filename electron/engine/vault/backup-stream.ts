import type { FileHandle } from 'node:fs/promises'
import { BACKUP_CHUNK_BYTES, damagedBackup, type BackupSeal } from './backup-format.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { DERIVED_SEAL_OVERHEAD_BYTES } from '../crypto/derived-seal.ts'

const LENGTH_BYTES = 4
const MAX_SEALED_BYTES = BACKUP_CHUNK_BYTES + DERIVED_SEAL_OVERHEAD_BYTES

/** Writes a stream as sealed chunks: u32 length ‖ chunk; the last one says that it is. */
export class BackupWriter {
  readonly #file: FileHandle
  readonly #seal: BackupSeal
  #pending: Buffer[] = []
  #pendingBytes = 0
  #index = 0

  constructor(file: FileHandle, seal: BackupSeal) {
    this.#file = file
    this.#seal = seal
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#pending.push(Buffer.from(bytes))
    this.#pendingBytes += bytes.length
    while (this.#pendingBytes > BACKUP_CHUNK_BYTES) {
      const all = Buffer.concat(this.#pending)
      await this.#writeChunk(all.subarray(0, BACKUP_CHUNK_BYTES), false)
      this.#pending = [all.subarray(BACKUP_CHUNK_BYTES)]
      this.#pendingBytes = all.length - BACKUP_CHUNK_BYTES
    }
  }

  async finish(): Promise<void> {
    await this.#writeChunk(Buffer.concat(this.#pending), true)
    this.#pending = []
  }

  async #writeChunk(chunk: Buffer, isLast: boolean): Promise<void> {
    const sealed = this.#seal.seal(this.#index, isLast, chunk)
    const length = Buffer.alloc(LENGTH_BYTES)
    // The top bit marks the last chunk; the seal binds it too.
    length.writeUInt32BE(isLast ? sealed.length + 0x80000000 : sealed.length)
    await writeWhole(this.#file, length)
    await writeWhole(this.#file, sealed)
    this.#index += 1
  }
}

/** Gives back what `BackupWriter` wrote, only in whole, opened chunks, and insists on the last one. */
export class BackupReader {
  readonly #file: FileHandle
  readonly #seal: BackupSeal
  #at: number
  #buffered: Buffer = Buffer.alloc(0)
  #index = 0
  #hasEnded = false

  constructor(file: FileHandle, seal: BackupSeal, at: number) {
    this.#file = file
    this.#seal = seal
    this.#at = at
  }

  /** Exactly `length` bytes. */
  async read(length: number): Promise<Buffer> {
    while (this.#buffered.length < length) {
      if (this.#hasEnded) throw damagedBackup('it ends too early')
      this.#buffered = Buffer.concat([this.#buffered, await this.#readChunk()])
    }
    const taken = this.#buffered.subarray(0, length)
    this.#buffered = this.#buffered.subarray(length)
    return taken
  }

  /** Whether all was read; bytes after the last chunk are refused. */
  async isAtEnd(): Promise<boolean> {
    if (this.#buffered.length > 0) return false
    if (!this.#hasEnded) this.#buffered = await this.#readChunk()
    return this.#buffered.length === 0
  }

  async #readChunk(): Promise<Buffer> {
    const marked = (await this.#readRaw(LENGTH_BYTES)).readUInt32BE()
    const isLast = marked >= 0x80000000
    const length = isLast ? marked - 0x80000000 : marked
    if (length > MAX_SEALED_BYTES) throw damagedBackup('a part has no possible length')
    const chunk = this.#seal.open(this.#index, isLast, await this.#readRaw(length))
    this.#index += 1
    this.#hasEnded = isLast
    if (isLast && (await this.#file.read(Buffer.alloc(1), 0, 1, this.#at)).bytesRead > 0) throw damagedBackup('something was added at its end')
    return chunk
  }

  async #readRaw(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, this.#at + filled)
      if (bytesRead === 0) throw damagedBackup('it ends too early')
      filled += bytesRead
    }
    this.#at += length
    return bytes
  }
}
