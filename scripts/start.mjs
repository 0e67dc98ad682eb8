// Sets up, builds and opens the app. Without a display it starts one by itself and saves a picture of the first screen.
// Usage: node scripts/start.mjs [--dev] [--demo]
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { needsDisplay, startDisplay } from './desktop.mjs'
import { appArguments, appEnvironment, launchDriven, sandboxUnavailable } from './launch.mjs'
import { projectEnvironment, projectNode, ROOT } from './setup/places.mjs'
import { SetupError, step } from './setup/steps.mjs'
import { describeElectron, setUp } from './setup.mjs'

const dev = process.argv.includes('--dev')
const demo = process.argv.includes('--demo')

/** Calls back once when this process is told to end: by a signal, or by the end of the npm that started it and took the signal. */
function onEnd(run) {
  const parent = process.ppid
  let told = false
  const tell = (signal) => {
    if (told) return
    told = true
    run(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tell(signal))
  setInterval(() => {
    if (process.ppid !== parent) tell('SIGTERM')
  }, 1_000).unref()
}

function warnAboutRoot() {
  if (!sandboxUnavailable()) return
  console.log('  ! Started as root, so Chromium’s sandbox is off. Use an ordinary user for anything but a trial.')
}

/** Runs a program until it ends or a signal arrives, which is passed on; resolves with the exit code. */
function runUntilEnd(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: 'inherit' })
    onEnd(() => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 0) : 0))
  })
}

/** Without a screen: shows the app to a virtual one, keeps a picture, stays until it is told to end. */
async function startWithoutDisplay(electron, extraEnvironment) {
  console.log('There is no display, so Coffer opens on a virtual one (Xvfb).')
  const display = await startDisplay()
  const { _electron } = await import('playwright-core')
  const launched = launchDriven(_electron, {
    executablePath: electron.executable,
    args: appArguments(),
    env: appEnvironment({ ...display.environment, ...extraEnvironment }),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  const app = await launched.catch((error) => {
    if (String(error.message).includes('already running')) throw new SetupError('Coffer is already running for this user. End it first; a vault has one Coffer at a time.')
    throw error
  })
  const ended = new Promise((resolve) => app.once('close', resolve))
  const page = await app.firstWindow()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await page.waitForSelector('#root > :not([aria-busy])')
  await page.evaluate(() => document.fonts.ready)
  const picture = path.join(ROOT, '.tmp', 'first-screen.png')
  await mkdir(path.dirname(picture), { recursive: true })
  await page.screenshot({ path: picture })
  console.log(`The first screen: ${picture}`)
  console.log('The way without a window:\n\n    npm run -s coffer -- serve --vault DIR\n\nCoffer runs; Ctrl+C ends it.')
  onEnd(() => void app.close())
  await ended
  await display.stop()
}

async function main() {
  const headless = needsDisplay()
  const electron = await setUp({ needs: headless ? ['window', 'display'] : ['window'] })
  console.log(describeElectron(electron))
  warnAboutRoot()
  const demoFolder = demo ? await mkdtemp(path.join(os.tmpdir(), 'coffer-demo-')) : null
  const extra = demoFolder === null ? {} : { COFFER_DEMO: '1', COFFER_USER_DATA: demoFolder }
  if (demoFolder !== null) console.log('The demo’s vault is thrown away when the app ends.')
  try {
    return await open(electron, headless, extra)
  } finally {
    if (demoFolder !== null) await rm(demoFolder, { recursive: true, force: true })
  }
}

async function open(electron, headless, extra) {
  if (dev) {
    const display = headless ? await startDisplay() : null
    const tool = path.join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const env = projectEnvironment({ ...extra, ...display?.environment, ELECTRON_OVERRIDE_DIST_PATH: electron.dist, ELECTRON_EXEC_PATH: electron.executable })
    const code = await runUntilEnd(projectNode(), [tool, 'dev', '--watch', ...(sandboxUnavailable() ? ['--noSandbox'] : [])], env)
    await display?.stop()
    return code
  }
  await build()
  if (headless) {
    await startWithoutDisplay(electron, extra)
    return 0
  }
  return step('Coffer runs', () => runUntilEnd(electron.executable, appArguments(), appEnvironment(extra)))
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error)
  process.exitCode = 1
}
