import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { pid } from 'node:process'

interface Owner {
  readonly pid: number
  readonly hostName: string
}

/** Says beside an open file who has it, so that a second Coffer can name the first. The lock itself is SQLite's. */
export function writeOwnerNote(file: string): void {
  try {
    writeFileSync(noteFile(file), JSON.stringify({ pid, hostName: hostname() }), { mode: 0o600 })
  } catch {
    // Only a courtesy: a full or read-only disk must not keep the vault shut.
  }
}

export function readOwnerNote(file: string): Owner | null {
  try {
    const note: unknown = JSON.parse(readFileSync(noteFile(file), 'utf8'))
    if (typeof note !== 'object' || note === null) return null
    const { pid, hostName } = note as Partial<Owner>
    return typeof pid === 'number' && typeof hostName === 'string' ? { pid, hostName } : null
  } catch {
    return null
  }
}

export function removeOwnerNote(file: string): void {
  rmSync(noteFile(file), { force: true })
}

function noteFile(file: string): string {
  return `${file}.owner`
}
