import { chmod, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { copyCode } from './code-files.ts'
import { readResource } from './project-resources.ts'

/** The private folder of one run; nothing in it outlives the run. */
export interface RunFolder {
  readonly root: string
  /** A copy of the function's code, read-only. */
  readonly taskRoot: string
  readonly runtimeDir: string
  /** Name of the file in runtimeDir. */
  readonly bootstrap: string
  /** Empty. */
  readonly home: string
  readonly tmp: string
  /** Modules above the function's code, which are there for it without being part of it; Node alone. */
  readonly sharedModules: string | null
  /** SHA-256 of the code that was copied. */
  readonly sha256: string
  remove(): Promise<void>
}

const BOOTSTRAPS = { nodejs: 'bootstrap.mjs', python: 'bootstrap.py' } as const

/** Makes the folder of one run. @throws CodeProblem */
export async function makeRunFolder(runtime: 'nodejs' | 'python', codePath: string): Promise<RunFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'coffer-function-')))
  const remove = async (): Promise<void> => {
    await makeRemovable(root)
    await rm(root, { recursive: true, force: true })
  }
  try {
    const [taskRoot, runtimeDir, home, tmp] = ['task', 'runtime', 'home', 'tmp'].map((name) => join(root, name)) as [string, string, string, string]
    for (const folder of [taskRoot, runtimeDir, home, tmp]) await mkdir(folder, { mode: 0o700 })
    const bootstrap = BOOTSTRAPS[runtime]
    await writeFile(join(runtimeDir, bootstrap), readResource('function-runtimes', bootstrap), { mode: 0o400 })
    await writeFile(join(runtimeDir, 'no-aws-config'), '', { mode: 0o400 })
    const sharedModules = runtime === 'nodejs' ? await modulesAbove(codePath) : null
    if (sharedModules !== null) await symlink(sharedModules, join(root, 'node_modules'), 'junction')
    const sha256 = await copyCode(codePath, taskRoot)
    await makeReadOnly(taskRoot)
    return { root, taskRoot, runtimeDir, bootstrap, home, tmp, sharedModules, sha256, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** The nearest node_modules in a folder above the code. */
export async function modulesAbove(codePath: string): Promise<string | null> {
  for (let folder = dirname(codePath); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules')
    if ((await stat(found).catch(() => null))?.isDirectory() === true) return realpath(found)
    if (folder === dirname(folder)) return null
  }
}

async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await makeReadOnly(join(folder, entry.name))
  await chmod(folder, 0o500)
}

async function makeRemovable(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined)
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) if (entry.isDirectory()) await makeRemovable(join(folder, entry.name))
}
