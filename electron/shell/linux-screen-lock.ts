import { spawn } from 'node:child_process'

/** Where Linux desktops announce that the screen was locked: their screen savers on the session bus, logind on the system bus. */
const SESSION_RULES = ['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver', 'org.cinnamon.ScreenSaver', 'org.mate.ScreenSaver', 'org.xfce.ScreenSaver'].map(
  (name) => `type='signal',interface='${name}',member='ActiveChanged'`,
)
const SYSTEM_RULES = ["type='signal',interface='org.freedesktop.login1.Session',member='Lock'"]

/**
 * Reads dbus-monitor's text: a `signal` line, then its arguments, one a line. Returns a function that takes the text as it
 * comes and says how many locks it told of. `ActiveChanged` counts with `boolean true` only.
 */
export function lockReader(): (text: string) => number {
  let rest = ''
  let expectsArgument = false
  return (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    let locks = 0
    for (const line of lines) {
      if (line.startsWith('signal ')) {
        expectsArgument = line.endsWith('member=ActiveChanged')
        if (line.includes('interface=org.freedesktop.login1.Session') && line.endsWith('member=Lock')) locks += 1
      } else if (expectsArgument) {
        if (line.trim() === 'boolean true') locks += 1
        expectsArgument = false
      }
    }
    return locks
  }
}

/**
 * Calls back when the screen is locked; Electron tells it on macOS and Windows only. Needs the bus and `dbus-monitor`, which
 * desktops have; where they are missing nothing is heard, and idle and suspend still seal. Returns a stop function.
 */
export function watchLinuxScreenLock(onLock: () => void): () => void {
  const watch = (bus: '--session' | '--system', rules: readonly string[]): (() => void) => {
    const child = spawn('dbus-monitor', [bus, ...rules], { stdio: ['ignore', 'pipe', 'ignore'] })
    const read = lockReader()
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      if (read(text) > 0) onLock()
    })
    child.on('error', () => undefined)
    return () => child.kill()
  }
  const stops = [watch('--session', SESSION_RULES), watch('--system', SYSTEM_RULES)]
  return () => {
    for (const stop of stops) stop()
  }
}
