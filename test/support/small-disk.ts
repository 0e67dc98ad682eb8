import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether this user may mount a disk in memory, which Linux lets only root do. */
export function canMountDisks(): boolean {
  if (process.platform !== 'linux') return false
  const folder = mkdtempSync(join(tmpdir(), 'coffer-mount-'))
  try {
    mountDisk(folder, '1m')
    unmountDisk(folder)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Mounts a disk of a size like `2m` in memory on a folder. */
export function mountDisk(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
}

export function remountReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'ignore' })
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
}

/** Takes all the space there is, in pieces that get smaller. */
export function fillDisk(file: string): void {
  const descriptor = openSync(file, 'a')
  try {
    for (const size of [1024 * 1024, 64 * 1024, 4096]) takeAll(descriptor, Buffer.alloc(size))
  } finally {
    closeSync(descriptor)
  }
}

function takeAll(descriptor: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(descriptor, chunk)
  } catch (thrown) {
    if ((thrown as { readonly code?: string }).code !== 'ENOSPC') throw thrown
  }
}
