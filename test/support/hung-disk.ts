import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system in user space whose server never answers, as a network drive whose server is gone. */
const SILENT_SERVER = `
import ctypes, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
device = os.open("/dev/fuse", os.O_RDWR)
options = "fd=%d,rootmode=40000,user_id=%d,group_id=%d" % (device, os.getuid(), os.getgid())
if libc.mount(b"silent", sys.argv[1].encode(), b"fuse", 0, options.encode()) != 0:
    sys.exit(os.strerror(ctypes.get_errno()))
print("mounted", flush=True)
time.sleep(120)
`

export interface HungDisk {
  /** Ends the server: what waits for it fails, and the folder is what it was before. */
  end(): Promise<void>
}

/** Covers a folder with a disk that does not answer: whoever touches it waits. It ends by itself after two minutes. */
export async function hangDisk(folder: string): Promise<HungDisk> {
  const server = spawn('python3', ['-c', SILENT_SERVER, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  await mounted(server)
  return {
    async end() {
      server.kill('SIGKILL')
      await ended
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    },
  }
}

function mounted(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = ''
    server.stderr?.on('data', (data: Buffer) => (complaint += data.toString()))
    server.stdout?.once('data', () => resolve())
    server.once('error', reject)
    server.once('close', (code) => reject(new Error(`The silent server ended with ${String(code)}: ${complaint}`)))
  })
}

/** Whether this user may mount such a disk, which takes Linux, FUSE, Python and root. */
export async function canHangDisks(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const folder = mkdtempSync(join(tmpdir(), 'coffer-hung-'))
  try {
    const disk = await hangDisk(folder)
    await disk.end()
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Stops every write to a mounted disk until `thaw`, and at the latest after a minute: nobody could end what waits for it. */
export function freezeDisk(folder: string): { thaw(): void } {
  const guard = spawn('sh', ['-c', 'sleep 60; exec fsfreeze -u "$1"', 'sh', folder], { stdio: 'ignore', detached: true })
  execFileSync('fsfreeze', ['-f', folder])
  let isFrozen = true
  return {
    thaw() {
      if (!isFrozen) return
      isFrozen = false
      execFileSync('fsfreeze', ['-u', folder])
      if (guard.pid !== undefined) process.kill(-guard.pid, 'SIGKILL')
    },
  }
}

/** Stops every write to a mounted disk for a while, again and again, until `end`, and at the latest after two minutes. */
export function stallDisk(folder: string, stallMs: number): { end(): Promise<void> } {
  const stall = `end=$(($(date +%s) + 120)); trap 'fsfreeze -u "$1" 2>/dev/null; exit 0' TERM
    while [ "$(date +%s)" -lt "$end" ]; do fsfreeze -f "$1"; sleep ${String(stallMs / 1_000)}; fsfreeze -u "$1"; sleep 0.02; done`
  const child = spawn('sh', ['-c', stall, 'sh', folder], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    async end() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
