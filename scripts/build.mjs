// Builds main, core, preload and renderer into out/, unless out/ was built from these very sources.
// Usage: node scripts/build.mjs [--force]
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectEnvironment, projectNode, ROOT } from './setup/places.mjs'
import { run, step } from './setup/steps.mjs'

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const STAMP = path.join(ROOT, 'out', '.sources')

async function filesBelow(name) {
  if (path.extname(name) !== '') return [name]
  const entries = await readdir(path.join(ROOT, name), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
}

async function sourcesDigest() {
  const hash = createHash('sha256')
  const files = (await Promise.all(SOURCES.map(filesBelow))).flat().sort()
  for (const file of files) hash.update(`${file}\0`).update(await readFile(path.join(ROOT, file)))
  return hash.digest('hex')
}

/** Builds if the sources changed since the last build. */
export async function build({ force = false } = {}) {
  const digest = await sourcesDigest()
  const built = await readFile(STAMP, 'utf8').catch(() => '')
  if (!force && built === digest) return
  const tool = path.join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  await step('build', () => run(projectNode(), [tool, 'build', '--logLevel', 'warn'], { cwd: ROOT, env: projectEnvironment({ NODE_ENV: 'production' }) }))
  await writeFile(STAMP, digest)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build({ force: process.argv.includes('--force') })
}
