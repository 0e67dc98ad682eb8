// A private display, session bus and keyring for machines without a desktop, and for tests that must not touch the user's own.
// Linux only. Each function resolves when the thing answers, and returns how to reach and end it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const START_TIMEOUT_MS = 20_000

const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** A child that never outlives this process. */
function spawnOwned(program, args, options) {
  const child = spawn(program, args, options)
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Ends a child and waits for it. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
}

/** The first line that a child writes to the stream; rejects if it ends or stays silent. */
function firstLine(child, stream, what) {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`${what} did not start in ${START_TIMEOUT_MS / 1000} s.`)), START_TIMEOUT_MS)
    const fail = (reason) => {
      clearTimeout(timer)
      reject(new Error(`${what} did not start: ${reason}`))
    }
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? code}`))
    stream.on('data', (chunk) => {
      text += chunk
      const newline = text.indexOf('\n')
      if (newline === -1) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      resolve(text.slice(0, newline))
    })
  })
}

/** True where a window needs a display that is not there. */
export function needsDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}

/** Starts an Xvfb on a free display. Returns `{ environment: { DISPLAY }, stop }`. */
export async function startDisplay({ width = 1600, height = 1000 } = {}) {
  const child = spawnOwned('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const display = await firstLine(child, child.stdio[3], 'Xvfb')
  return { environment: { DISPLAY: `:${display}` }, stop: () => end(child) }
}

/** Starts a private session bus. Returns `{ environment: { DBUS_SESSION_BUS_ADDRESS }, stop }`. */
export async function startSessionBus() {
  const child = spawnOwned('dbus-daemon', ['--session', '--nofork', '--print-address=3'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const address = await firstLine(child, child.stdio[3], 'dbus-daemon')
  return { environment: { DBUS_SESSION_BUS_ADDRESS: address }, stop: () => end(child) }
}

/** Asks the bus until the Secret Service has its name on it. */
async function secretServiceAnswers(child, environment) {
  const question = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const { stdout } = spawnSync('dbus-send', [...question, 'string:org.freedesktop.secrets'], { env: { ...process.env, ...environment }, encoding: 'utf8' })
    if (stdout?.includes('true')) return
    await delay(50)
  }
  throw new Error(`gnome-keyring-daemon did not offer a Secret Service (exit code ${child.exitCode}).`)
}

/**
 * Starts a session bus with a real Secret Service on it, its items in `folder` (a temporary one if absent), unlocked with `password`.
 * Returns `{ environment, folder, stop }`; `stop` removes a temporary folder.
 * @param {{ folder?: string, password?: string }} [options]
 */
export async function startKeyring({ folder, password = 'a password for tests' } = {}) {
  const own = folder === undefined
  const home = folder ?? (await mkdtemp(path.join(os.tmpdir(), 'coffer-keyring-')))
  await mkdir(path.join(home, 'run'), { recursive: true, mode: 0o700 })
  const bus = await startSessionBus()
  const environment = { ...bus.environment, XDG_RUNTIME_DIR: path.join(home, 'run'), XDG_DATA_HOME: path.join(home, 'data') }
  const child = spawnOwned('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.stdin.end(password)
  try {
    await secretServiceAnswers(child, environment)
  } catch (error) {
    await end(child)
    await bus.stop()
    throw error
  }
  return {
    environment,
    folder: home,
    async stop() {
      await end(child)
      await bus.stop()
      if (own) await rm(home, { recursive: true, force: true })
    },
  }
}
