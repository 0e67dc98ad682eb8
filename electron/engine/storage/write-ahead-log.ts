const LOG_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** The last bit of the magic number says in which byte order the checksums count. */
const MAGIC = 0x377f0682

/**
 * The bytes of a database file with the commits of its log that are not in it yet. What was not committed whole, as after a
 * pulled-out disk, is left out, as SQLite would. Source: SQLite, "Database File Format", section 4 "The Write-Ahead Log".
 */
export function withLog(database: Buffer, log: Buffer): Buffer {
  if (log.length < LOG_HEADER_BYTES || (log.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return database
  const isBigEndian = (log.readUInt32BE(0) & 1) === 1
  const pageBytes = log.readUInt32BE(8)
  const salts = log.subarray(16, 24)
  let sum = checksum(log.subarray(0, 24), isBigEndian, [0, 0])
  if (!isSum(log, 24, sum)) return database
  let pages = new Map<number, Buffer>()
  let committed: { readonly pages: ReadonlyMap<number, Buffer>; readonly pageCount: number } | null = null
  for (let at = LOG_HEADER_BYTES; at + FRAME_HEADER_BYTES + pageBytes <= log.length; at += FRAME_HEADER_BYTES + pageBytes) {
    const page = log.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + pageBytes)
    sum = checksum(page, isBigEndian, checksum(log.subarray(at, at + 8), isBigEndian, sum))
    if (!log.subarray(at + 8, at + 16).equals(salts) || !isSum(log, at + 16, sum)) break
    pages.set(log.readUInt32BE(at), page)
    const pageCount = log.readUInt32BE(at + 4)
    if (pageCount === 0) continue
    committed = { pages, pageCount }
    pages = new Map(pages)
  }
  return committed === null ? database : withPages(database, pageBytes, committed)
}

function withPages(database: Buffer, pageBytes: number, { pages, pageCount }: { readonly pages: ReadonlyMap<number, Buffer>; readonly pageCount: number }): Buffer {
  const merged = Buffer.alloc(pageCount * pageBytes)
  database.copy(merged)
  // A page after the end belonged to a larger file, before it was made smaller.
  for (const [number, page] of pages) if (number <= pageCount) page.copy(merged, (number - 1) * pageBytes)
  return merged
}

function checksum(bytes: Buffer, isBigEndian: boolean, [first, second]: readonly [number, number]): [number, number] {
  let [one, two] = [first, second]
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0
    two = (two + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0
  }
  return [one, two]
}

function isSum(log: Buffer, at: number, [one, two]: readonly [number, number]): boolean {
  return log.readUInt32BE(at) === one && log.readUInt32BE(at + 4) === two
}
