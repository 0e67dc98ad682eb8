import { readdirSync, readFileSync } from 'node:fs'
import { execFile } from 'node:child_process'

/** Signals a run's whole process group; on Windows the process with those that it started. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], () => undefined)
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in it.
  }
}

/**
 * Ends processes that left the group of their run, as daemons do: they are known by a value in the environment that they
 * were started with. Linux alone tells other processes' environments.
 */
export function killMarked(marker: string): void {
  if (process.platform !== 'linux') return
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      if (readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker)) process.kill(Number(name), 'SIGKILL')
    } catch {
      // It ended, or is another user's.
    }
  }
}
