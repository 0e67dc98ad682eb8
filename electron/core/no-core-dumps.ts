import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * Keeps a crash from writing this process's memory, with keys and values in it, to disk: on Linux the size limit of core files
 * becomes 0 for this process and for those that it has started, and later ones inherit it. Node has no call for that, so
 * `prlimit` of util-linux does it; where it is absent, the system's own limit stays. It is not waited for: beside the desktop's
 * libraries, which watch children too, the end of a child may never be told to a caller that stands still for it.
 */
export function forbidCoreDumps(platform: NodeJS.Platform): void {
  if (platform !== 'linux') return
  for (const pid of processTree(process.pid)) {
    const limiting = spawn('prlimit', [`--pid=${pid}`, '--core=0:0'], { stdio: 'ignore' })
    limiting.on('error', () => undefined)
    limiting.unref()
  }
}

/** A process and all that descend from it; one that has ended meanwhile is left out. */
function processTree(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const children = threads.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter((text) => text !== ''))
    return [pid, ...children.flatMap((child) => processTree(Number(child)))]
  } catch {
    return [pid]
  }
}
