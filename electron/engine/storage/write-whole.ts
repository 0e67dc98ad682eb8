import type { FileHandle } from 'node:fs/promises'

/**
 * Writes all of the bytes, at `position` or where the file stands. A disk that becomes full takes a part and reports no
 * error; only the next write does.
 */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number | null = null): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position === null ? null : position + written)
    written += bytesWritten
  }
}
