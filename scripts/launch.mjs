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

/** The environment of the app: nothing of npm's, and no way for NODE_OPTIONS to reach into it. */
export function appEnvironment(extra = {}) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|^ELECTRON_RUN_AS_NODE$/i.test(name)))
  return { ...inherited, ...extra }
}
