import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const RESERVE = '.reserve'

/** Everything below some folders, as a killed process leaves it: what it had written is in the system's memory, and stays. */
export type Files = ReadonlyMap<string, Buffer>

/** Reads all files below a folder, or those of one store. The space that a store keeps in reserve is only noted by its size. */
export function readFiles(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [file, contentOf(file)]))
}

export function readStore(file: string): Files {
  return new Map(['', '-wal', RESERVE].map((suffix) => `${file}${suffix}`).filter((name) => existsSync(name)).map((name) => [name, contentOf(name)]))
}

export function writeFiles(files: Files): void {
  for (const [file, bytes] of files) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, file.endsWith(RESERVE) ? '' : bytes, { mode: 0o600 })
    // A hole instead of zeros: as large, and for nothing.
    if (file.endsWith(RESERVE)) truncateSync(file, bytes.readUInt32LE())
  }
}

/** Takes the files of a store away; whoever has them open goes on with what nobody can reach any more. */
export function removeStore(file: string): void {
  for (const suffix of ['', '-wal', RESERVE, '.owner']) rmSync(`${file}${suffix}`, { force: true })
}

function contentOf(file: string): Buffer {
  if (!file.endsWith(RESERVE)) return readFileSync(file)
  const size = Buffer.alloc(4)
  size.writeUInt32LE(statSync(file).size)
  return size
}
