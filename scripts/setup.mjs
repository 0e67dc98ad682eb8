// Makes a fresh clone ready: packages, system libraries, an Electron. The second run finds its stamp and does nothing.
// Runs on Node 20 with nothing installed. Usage: node scripts/setup.mjs [--fresh]
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectNode, ROOT, STAMP_FILE } from './setup/places.mjs'
import { npm, run, seconds, SetupError, step } from './setup/steps.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

const OLDEST_NODE_MAJOR = 20

async function lockDigest() {
  const hash = createHash('sha256')
  hash.update(await readFile(path.join(ROOT, 'package-lock.json')))
  return hash.update(`${process.platform}-${process.arch}`).digest('hex')
}

async function readStamp() {
  return JSON.parse(await readFile(STAMP_FILE, 'utf8').catch(() => '{}'))
}

/** True if node_modules holds what the lock file names; packages for other platforms may be absent. */
async function packagesMatchLock() {
  const read = async (file) => JSON.parse(await readFile(path.join(ROOT, file), 'utf8').catch(() => '{"packages":{}}')).packages
  const [wanted, present] = await Promise.all([read('package-lock.json'), read('node_modules/.package-lock.json')])
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true
    return present[name] === undefined ? optional === true : present[name].version === version
  })
}

/** Packages of the lock file, exactly; no install script runs (.npmrc). */
export async function installPackages() {
  if (!(await packagesMatchLock())) {
    await step('npm packages from package-lock.json (npm ci)', () => npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT }))
  }
  await linkNode()
}

/** npm 10 does not link the Node that the lock file brings; `npm run` needs it first on its PATH. Windows has no links to make. */
async function linkNode() {
  const link = path.join(ROOT, 'node_modules', '.bin', 'node')
  if (process.platform === 'win32' || existsSync(link) || projectNode() === process.execPath) return
  await symlink(path.relative(path.dirname(link), projectNode()), link)
}

async function findElectron() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-setup-'))
  try {
    const resultFile = path.join(folder, 'electron.json')
    await run(projectNode(), [path.join(ROOT, 'scripts', 'setup', 'electron.mjs'), resultFile], { cwd: ROOT, show: true }).catch(() => {
      throw new SetupError('There is no Electron to run.')
    })
    return JSON.parse(await readFile(resultFile, 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Sets up what is missing and returns the Electron to use: `{ kind, version, dist, executable }`.
 * `needs` names groups of system packages: 'window', 'display', 'keyring'. Throws SetupError with what to do.
 */
export async function setUp({ needs = ['window'], fresh = false } = {}) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE_MAJOR) throw new SetupError(`Coffer needs Node ${OLDEST_NODE_MAJOR} or later; this is ${process.version}.`)
  const startedAt = performance.now()
  const digest = await lockDigest()
  const stamp = fresh ? {} : await readStamp()
  const ready = stamp.lockDigest === digest && stamp.electron !== undefined && existsSync(stamp.electron.executable)
  if (!ready) console.log(`Setting Coffer up (Node ${process.version}, ${process.platform}-${process.arch}); the next start skips this.`)
  if (!ready) await installPackages()
  await ensureSystemPackages(needs)
  if (ready) return stamp.electron
  const electron = await findElectron()
  await writeFile(STAMP_FILE, `${JSON.stringify({ lockDigest: digest, electron }, null, 2)}\n`)
  console.log(`Ready in ${seconds(startedAt)}.`)
  return electron
}

/** One line for people: which Electron is used and why. */
export function describeElectron(electron) {
  if (electron.kind === 'official') return `Electron ${electron.version}, the official download.`
  return `Electron ${electron.version}, the fallback for restricted networks (npm run setup -- --fresh tries the official one again).`
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const electron = await setUp({ fresh: process.argv.includes('--fresh') })
    console.log(`Set up. ${describeElectron(electron)}`)
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
