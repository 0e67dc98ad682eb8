import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mountDisk } from '../../support/small-disk.ts'
import { MemoryKeychain } from '../../support/test-host.ts'
import { removeTree, scratchFolder } from './run-folder.ts'

/** Room for a vault with its reserve, and not much more. */
const DISK = '10m'

/** A vault's files, and what the keychain held at the same moment. */
export interface Files {
  readonly folder: string
  readonly keychain: MemoryKeychain
}

/** The files of the vaults of one file of tests, on small disks if wanted. */
export class FaultFiles {
  readonly #folder = mkdtempSync(join(scratchFolder(), 'coffer-faults-'))
  /** Mounting costs more than a rotation: a disk that is given back is used again. */
  readonly #freeDisks: string[] = []

  /** An empty folder, or an empty small disk. */
  take(isSmall: boolean): string {
    const used = isSmall ? this.#freeDisks.pop() : undefined
    if (used !== undefined) return used
    const disk = mkdtempSync(join(this.#folder, isSmall ? 'disk-' : 'vault-'))
    if (isSmall) mountDisk(disk, DISK)
    return disk
  }

  giveBack(disk: string, isSmall: boolean): void {
    if (!isSmall) return rmSync(disk, { recursive: true, force: true })
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true, force: true })
    this.#freeDisks.push(disk)
  }

  /** Takes all of them away: the process of a test is ended without a word, so nothing can be left to its exit. */
  remove(): void {
    removeTree(this.#folder)
  }
}

export function copyOf({ items }: MemoryKeychain): MemoryKeychain {
  const copy = new MemoryKeychain()
  for (const [account, value] of items) copy.items.set(account, value)
  return copy
}

/** A killed process leaves no shared memory. A reserve has its size in the copy, and the room that it takes only where that counts. */
export function copyFiles(from: string, to: string, isSmall: boolean): void {
  mkdirSync(join(to, 'vault'), { recursive: true, mode: 0o700 })
  const filter = (file: string, copy: string): boolean => {
    if (isSmall || !file.endsWith('.reserve')) return !file.endsWith('-shm')
    writeFileSync(copy, '', { mode: 0o600 })
    truncateSync(copy, statSync(file).size)
    return false
  }
  cpSync(join(from, 'vault'), join(to, 'vault'), { recursive: true, filter })
}
