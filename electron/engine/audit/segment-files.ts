import { constants, write } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCodeOf } from '../storage/storage-error.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { encodeSegmentHeader, type SegmentHeader } from './audit-segment.ts'

const NAME = /^(\d{6})\.log$/

/** The types promise every flag; each system has only its own. */
const flags: { readonly O_DSYNC?: number; readonly O_SYMLINK?: number } = constants
/**
 * A write to a file opened with O_DSYNC is the write and its fdatasync in one call (open(2)), so that a batch goes to the thread pool
 * once and not twice. 0 on Windows, which lacks the flag, and on macOS, known by O_SYMLINK, where it promises less than Node's datasync
 * (F_FULLFSYNC): there each write is followed by one.
 */
const SYNCS_ITSELF = flags.O_SYMLINK === undefined ? (flags.O_DSYNC ?? 0) : 0

/** A segment that is open for writing. */
export class SegmentFile {
  readonly #handle: FileHandle
  #bytes: number

  /** `bytes` is where the segment ends. */
  constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle
    this.#bytes = bytes
  }

  /** Where the next frame goes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Writes a frame behind the last one and resolves when it is on disk. After it rejects, the segment's end is unknown. */
  async append(frame: Uint8Array): Promise<void> {
    // A disk that becomes full takes a part and reports no error; only the next write does.
    for (let written = 0; written < frame.length; ) written += await writeAt(this.#handle.fd, frame, written, this.#bytes + written)
    if (SYNCS_ITSELF === 0) await this.#handle.datasync()
    this.#bytes += frame.length
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** How many bytes from `from` on were written; by callback, since a FileHandle's promises cost as much again as the call. */
function writeAt(fd: number, bytes: Uint8Array, from: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, from, bytes.length - from, position, (error, count) => (error === null ? resolve(count) : reject(error)))
  })
}

/** The numbers of the segments in a folder, in order; an absent folder has none. */
export async function listSegments(folder: string): Promise<number[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = await readdir(folder)
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => left - right)
}

/** A segment's bytes; none when it is gone again, since its disk had no room for its header. */
export async function readSegment(folder: string, segment: number): Promise<Buffer> {
  try {
    return await readFile(segmentFile(folder, segment))
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return Buffer.alloc(0)
    throw thrown
  }
}

/** Makes a segment file (0600) with its header, on disk together with its name. It must not exist. */
export async function createSegment(folder: string, header: SegmentHeader): Promise<SegmentFile> {
  const file = segmentFile(folder, header.segment)
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | SYNCS_ITSELF, 0o600)
  try {
    const bytes = encodeSegmentHeader(header)
    await writeWhole(handle, bytes, 0)
    await handle.sync()
    await syncFolder(folder)
    return new SegmentFile(handle, bytes.length)
  } catch (thrown) {
    await handle.close().catch(() => undefined)
    await rm(file, { force: true }).catch(() => undefined)
    throw thrown
  }
}

/** A segment to go on writing to, which ends at `bytes`. */
export async function openSegment(folder: string, segment: number, bytes: number): Promise<SegmentFile> {
  return new SegmentFile(await open(segmentFile(folder, segment), constants.O_RDWR | SYNCS_ITSELF), bytes)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  try {
    // Windows cannot sync a folder, and needs not.
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}

function segmentFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(6, '0')}.log`)
}
