import { chmod, mkdir, readdir, realpath, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeSha256, copyCode } from './code-files.ts'
import type { Runtime } from './interpreters.ts'
import { makePrivateFolder, removeFolder, removeLeftovers } from './private-folders.ts'

/** A read-only copy of a function's code, in use by one run. */
export interface CodeCopy {
  readonly taskRoot: string
  /** Modules above the function's code, which are there for it without being part of it; Node alone. */
  readonly sharedModules: string | null
  release(): void
}

interface Kept {
  readonly folder: string
  readonly sharedModules: string | null
  uses: number
}

const MOST_KEPT = 4

/**
 * Copies of code that was agreed to: what was hashed is what runs, whatever happens to the code meanwhile. The last ones
 * stay, since the four steps of a rotation run the same code, which may bring thousands of files.
 */
export class CodeCopies {
  readonly #kept = new Map<string, Kept>()
  #leftovers: Promise<void> | null = null

  /** A copy of the code as it is now; null when that is not what was agreed to. @throws CodeProblem */
  async take(runtime: Runtime, codePath: string, agreed: string | null | undefined): Promise<CodeCopy | null> {
    await (this.#leftovers ??= removeLeftovers())
    if ((await codeSha256(codePath)) !== agreed) return null
    const sharedModules = runtime === 'nodejs' ? await modulesAbove(codePath) : null
    // A file's hash does not tell its name.
    const key = [runtime, codePath, agreed, sharedModules].join('\0')
    const kept = this.#kept.get(key)
    if (kept !== undefined && (await isFolder(kept.folder))) return this.#use(key, kept)
    const folder = await makePrivateFolder('code')
    try {
      const taskRoot = join(folder, 'task')
      await mkdir(taskRoot, { mode: 0o700 })
      if (sharedModules !== null) await symlink(sharedModules, join(folder, 'node_modules'), 'junction')
      if ((await copyCode(codePath, taskRoot)) !== agreed) {
        await removeFolder(folder)
        return null
      }
      await makeReadOnly(taskRoot)
    } catch (error) {
      await removeFolder(folder)
      throw error
    }
    return this.#use(key, { folder, sharedModules, uses: 0 })
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()]
    this.#kept.clear()
    for (const { folder } of all) await removeFolder(folder).catch(() => undefined)
  }

  #use(key: string, copy: Kept): CodeCopy {
    const other = this.#kept.get(key)
    // Two runs that began together made a copy each; the first is forgotten when its run has ended.
    if (other !== undefined && other !== copy) this.#kept.set(`${key}\0${other.folder}`, other)
    this.#kept.delete(key)
    this.#kept.set(key, copy)
    copy.uses += 1
    let isReleased = false
    return {
      taskRoot: join(copy.folder, 'task'),
      sharedModules: copy.sharedModules,
      release: () => {
        if (isReleased) return
        isReleased = true
        copy.uses -= 1
        this.#dropSurplus()
      },
    }
  }

  #dropSurplus(): void {
    for (const [key, { folder, uses }] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) return
      if (uses > 0) continue
      this.#kept.delete(key)
      void removeFolder(folder).catch(() => undefined)
    }
  }
}

/** The nearest node_modules in a folder above the code. */
async function modulesAbove(codePath: string): Promise<string | null> {
  for (let folder = dirname(codePath); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules')
    if (await isFolder(found)) return realpath(found)
    if (folder === dirname(folder)) return null
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true
}

async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await makeReadOnly(join(folder, entry.name))
  await chmod(folder, 0o500)
}
