import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const IMAGE_BYTES = 48 * 1024 * 1024
const WRITER = join(import.meta.dirname, 'writer.ts')

/** A disk in a file. What reached the file has reached the disk; what still waits in memory is lost when the power goes. */
export interface CutOffDisk {
  readonly image: string
  readonly folder: string
}

/** Whether this user may mount a file as a disk, which takes root, ext4 and a loop device. */
export function canMountImages(): boolean {
  if (process.platform !== 'linux') return false
  const base = mkdtempSync(join(tmpdir(), 'coffer-loop-'))
  try {
    unmountImage(makeDisk(base, 'probe'))
    return true
  } catch {
    return false
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

/** Makes an ext4 disk in a file and mounts it. It writes nothing by the clock, so only what is synced is on it. */
export function makeDisk(base: string, name: string): CutOffDisk {
  const image = join(base, `${name}.img`)
  writeFileSync(image, '')
  truncateSync(image, IMAGE_BYTES)
  execFileSync('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image], { stdio: 'ignore' })
  return mountImage(image, join(base, name))
}

function mountImage(image: string, folder: string): CutOffDisk {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-o', 'loop,commit=300', image, folder], { stdio: 'ignore' })
  return { image, folder }
}

export function unmountImage({ folder }: CutOffDisk): void {
  execFileSync('umount', [folder], { stdio: 'ignore' })
}

/** What the disk holds when the power goes now: mounted again, its journal replayed as at the next start. */
export function cutPower(disk: CutOffDisk, base: string, name: string): CutOffDisk {
  const image = join(base, `${name}.img`)
  copyFileSync(disk.image, image)
  return mountImage(image, join(base, name))
}

/**
 * Runs a scenario of `writer.ts` that lies on a disk, stops it in the middle once `isEnough` says so, and takes the disk as it is then.
 * Gives back what it had said by that moment.
 */
export async function cutWriterWhen(args: readonly string[], isEnough: (said: readonly string[]) => boolean, take: () => CutOffDisk): Promise<{ readonly said: readonly string[]; readonly left: CutOffDisk }> {
  const child = spawn(process.execPath, ['--experimental-strip-types', WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_NO_WARNINGS: '1' } })
  let text = ''
  const lines = (): string[] => text.split('\n').slice(0, -1)
  const enough = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString()
      if (isEnough(lines())) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the writer ended with ${String(code)} before the power went`)))
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await enough
  child.kill('SIGSTOP')
  while (!isStopped(child.pid)) await new Promise((resolve) => setImmediate(resolve))
  const left = take()
  // It says nothing more: what is still in the pipe was said before it stopped.
  child.kill('SIGKILL')
  await closed
  return { said: lines(), left }
}

/** All threads stand still, also one that is in the middle of a write. */
function isStopped(pid: number | undefined): boolean {
  const tasks = execFileSync('ls', [`/proc/${String(pid)}/task`], { encoding: 'utf8' }).trim().split('\n')
  return tasks.every((task) => /\) [TtZ] /.test(readFileSync(`/proc/${String(pid)}/task/${task}/stat`, 'utf8')))
}
