import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCodeOf } from '../storage/storage-error.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { encodeSegmentHeader, type SegmentHeader } from './audit-segment.ts'

const NAME = /^(\d{6})\.log$/

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
export async function createSegment(folder: string, header: SegmentHeader): Promise<{ readonly handle: FileHandle; readonly bytes: number }> {
  const file = segmentFile(folder, header.segment)
  const handle = await open(file, 'wx', 0o600)
  try {
    const bytes = encodeSegmentHeader(header)
    await writeWhole(handle, bytes, 0)
    await handle.sync()
    await syncFolder(folder)
    return { handle, bytes: bytes.length }
  } catch (thrown) {
    await handle.close().catch(() => undefined)
    await rm(file, { force: true }).catch(() => undefined)
    throw thrown
  }
}

/** A segment to go on writing to. */
export async function openSegment(folder: string, segment: number): Promise<FileHandle> {
  return open(segmentFile(folder, segment), 'r+')
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
