import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds package.json and resources: the checkout, or the packed app's archive, which Electron's fs reads. */
function projectFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('Invariant broken: the code lies below a package.json')
    folder = parent
  }
  return folder
}

/** A file that comes with Coffer. Other programs cannot read inside the packed app, so it is handed on as bytes. */
export function readResource(...path: readonly string[]): Buffer {
  return readFileSync(join(projectFolder(), 'resources', ...path))
}

/** The files of a folder that comes with Coffer. */
export function readResourceFolder(...path: readonly string[]): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(join(projectFolder(), 'resources', ...path))
    .sort()
    .map((name) => ({ name, bytes: readResource(...path, name) }))
}
