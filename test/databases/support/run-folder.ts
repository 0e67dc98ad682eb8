import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unmountDisk } from '../../support/small-disk.ts'

const PREFIX = 'coffer-databases-'
const MEMORY = '/dev/shm'
/** Servers and vaults of the fault tests want about a third of this. */
const MEMORY_BYTES = 2 * 1024 ** 3
const SCRATCH = 'COFFER_TEST_SCRATCH'

/**
 * Gives a run of the database tests two folders, one for all temporary files and one in memory where there is room, and takes
 * them away at its end however its tests ended: a test's own process may be gone without a word.
 */
export function setup(): void {
  const roots = [shortRoot(), ...(hasRoom() ? [MEMORY] : [])]
  for (const root of roots) removeLeftovers(root)
  const [onDisk = '', inMemory = onDisk] = roots.map((root) => {
    const folder = mkdtempSync(join(root, `${PREFIX}${process.pid}-`))
    // Servers run as another user, in folders of their own.
    chmodSync(folder, 0o711)
    return folder
  })
  process.env['TMPDIR'] = onDisk
  process.env[SCRATCH] = inMemory
}

export function teardown(): void {
  for (const folder of new Set([process.env[SCRATCH], process.env['TMPDIR']])) if (folder?.includes(PREFIX) === true) removeTree(folder)
}

/** The folder for files that come and go often. */
export function scratchFolder(): string {
  return process.env[SCRATCH] ?? tmpdir()
}

/** Takes a folder away with the disks that are mounted in it. */
export function removeTree(folder: string): void {
  for (const place of mountedBelow(folder)) unmountDisk(place)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** What runs left that were killed themselves. */
function removeLeftovers(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = /^coffer-databases-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) removeTree(join(root, name))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as { readonly code?: string }).code === 'EPERM'
  }
}

/** Sockets are made below, and a path of theirs may have about 100 bytes. */
function shortRoot(): string {
  const root = tmpdir()
  return root.length > 30 && existsSync('/tmp') ? '/tmp' : root
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= MEMORY_BYTES
  } catch {
    return false
  }
}

function mountedBelow(folder: string): readonly string[] {
  if (process.platform !== 'linux') return []
  const places = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1] ?? '')
  return places.filter((place) => place.startsWith(`${folder}/`)).toReversed()
}
