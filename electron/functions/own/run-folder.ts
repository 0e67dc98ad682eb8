import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeCopy } from './code-copies.ts'
import type { Runtime } from './interpreters.ts'
import { makePrivateFolder, removeFolder } from './private-folders.ts'
import { readResource } from './project-resources.ts'

/** The private folder of one run; nothing in it outlives the run. */
export interface RunFolder extends Pick<CodeCopy, 'taskRoot' | 'sharedModules'> {
  readonly runtimeDir: string
  /** Name of the file in runtimeDir. */
  readonly bootstrap: string
  /** Empty. */
  readonly home: string
  readonly tmp: string
  remove(): Promise<void>
}

const BOOTSTRAPS = { nodejs: 'bootstrap.mjs', python: 'bootstrap.py' } as const

/** Makes the folder of one run of a copy of code. */
export async function makeRunFolder(runtime: Runtime, { taskRoot, sharedModules }: CodeCopy): Promise<RunFolder> {
  const root = await makePrivateFolder('run')
  const [runtimeDir, home, tmp] = ['runtime', 'home', 'tmp'].map((name) => join(root, name)) as [string, string, string]
  const bootstrap = BOOTSTRAPS[runtime]
  for (const folder of [runtimeDir, home, tmp]) await mkdir(folder, { mode: 0o700 })
  await writeFile(join(runtimeDir, bootstrap), readResource('function-runtimes', bootstrap), { mode: 0o400 })
  await writeFile(join(runtimeDir, 'no-aws-config'), '', { mode: 0o400 })
  return { taskRoot, sharedModules, runtimeDir, bootstrap, home, tmp, remove: () => removeFolder(root) }
}
