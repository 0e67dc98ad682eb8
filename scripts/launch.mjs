// How an Electron from set-up is started from this checkout: arguments and environment.
import { ROOT } from './setup/places.mjs'

/** True where Chromium's sandbox can't run: as root. Only a checkout is ever started that way. */
export function sandboxUnavailable() {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** Arguments that start the app in this checkout. */
export function appArguments(extra = []) {
  return [...(sandboxUnavailable() ? ['--no-sandbox'] : []), ROOT, ...extra]
}

const HANDSHAKE_MS = 40_000

/**
 * Starts the app by Playwright's `electron`. On a busy machine the two now and then do not get through to each other (3 of 90 starts
 * with other work beside them): the app runs, its window is there, and the launch never ends. Such an app is ended and
 * started once more, with a line that says so.
 * @param {import('@playwright/test').Electron} electron
 * @param {Parameters<import('@playwright/test').Electron['launch']>[0]} options
 * @returns {Promise<import('@playwright/test').ElectronApplication>}
 */
export async function launchDriven(electron, options) {
  const launch = () => electron.launch({ ...options, timeout: HANDSHAKE_MS })
  try {
    return await launch()
  } catch (error) {
    if (error?.name !== 'TimeoutError') throw error
    console.log(`Playwright did not get through to the app in ${HANDSHAKE_MS / 1000} s; it is started once more.`)
    return launch()
  }
}

/** The environment of the app: nothing of npm's, and no way for NODE_OPTIONS to reach into it. */
export function appEnvironment(extra = {}) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|^ELECTRON_RUN_AS_NODE$/i.test(name)))
  return { ...inherited, ...extra }
}
