import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where a kill strikes a change: before its commit is on the disk (then nobody was told that it was done), or after the commit
 * and before the mark beside the file. What a kill leaves of a half-written commit is for the tests of faults, which strike
 * before each single write of a process.
 */
export type KillPoint = 'before-commit' | 'after-commit'

/** What the regions' files of a vault and the mark beside them hold, by path below its folder. */
export type Snapshot = ReadonlyMap<string, Buffer>

const MARK = 'epoch.mark'

/** The bytes of a vault's files, as they lie on the disk now. */
export function snapshot(folder: string): Snapshot {
  const files = [...readdirSync(join(folder, 'regions')).map((name) => join('regions', name)), MARK]
  return new Map(files.filter((file) => !/-shm$|\.reserve$/.test(file) && existsSync(join(folder, file))).map((file) => [file, readFileSync(join(folder, file))]))
}

/** Takes back of a vault's files what the change after a snapshot had not written yet. The record of activity is written first and stays. */
export function takeBack(folder: string, before: Snapshot, point: KillPoint): void {
  const late = point === 'before-commit' ? [...snapshot(folder).keys()] : [MARK]
  for (const file of late) {
    const bytes = before.get(file)
    if (bytes === undefined) rmSync(join(folder, file), { force: true })
    else writeFileSync(join(folder, file), bytes)
  }
}
