import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'coffer-function-'

/** Makes a folder for this user alone; its name tells the process that it belongs to. */
export async function makePrivateFolder(kind: 'run' | 'code'): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), `${PREFIX}${kind}-${process.pid}-`)))
}

/** Removes a folder with all in it, also what its writer locked. */
export async function removeFolder(folder: string): Promise<void> {
  await makeRemovable(folder)
  await rm(folder, { recursive: true, force: true })
}

/** Removes what processes left behind that were killed. Another user's stays. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = new RegExp(`^${PREFIX}(?:run|code)-(\\d+)-`).exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await removeFolder(join(tmpdir(), name)).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function makeRemovable(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined)
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) if (entry.isDirectory()) await makeRemovable(join(folder, entry.name))
}
