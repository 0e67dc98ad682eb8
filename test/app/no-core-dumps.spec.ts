import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { openWindow } from './support/open-window.ts'

/** The process and all that it started. */
function processTree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean))
  return [pid, ...children.flatMap((child) => processTree(Number(child)))]
}

/** Soft and hard limit of a process's core file. */
function coreLimit(pid: number): string {
  return /^Max core file size +(\S+) +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.slice(1).join(' ') ?? ''
}

test('no process of the app may write its memory to a core file', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/prlimit'), 'needs prlimit as root')
  // Nothing would be proven where core files are off already.
  spawnSync('prlimit', [`--pid=${process.pid}`, '--core=unlimited'])
  expect(readFileSync('/proc/self/limits', 'utf8')).toMatch(/^Max core file size +unlimited/m)
  const coffer = await openWindow([{ Name: 'a' }])
  // Main, core, renderer and what Chromium starts besides them.
  expect(processTree(coffer.app.process().pid ?? 0).length).toBeGreaterThanOrEqual(4)
  const limits = (): string[] => [...new Set(processTree(coffer.app.process().pid ?? 0).map(coreLimit))]
  await expect.poll(limits).toEqual(['0 0'])
  await coffer.close()
})
