/** Chromium and Node switches that open the app to others: no fuse covers them, so main refuses to start with any. */
const DANGEROUS_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'load-extension',
  'proxy-server',
  'proxy-pac-url',
  'proxy-bypass-list',
  'host-rules',
  'host-resolver-rules',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'log-net-log',
  'net-log-capture-mode',
  'ssl-key-log-file',
  'enable-logging',
  'log-file',
  'password-store',
  'user-data-dir',
  'ignore-certificate-errors',
  'unsafely-treat-insecure-origin-as-secure',
] as const

/** The first dangerous switch that the app was started with, or null. `hasSwitch` is Electron's `app.commandLine.hasSwitch`. */
export function dangerousSwitch(hasSwitch: (name: string) => boolean): string | null {
  return DANGEROUS_SWITCHES.find((name) => hasSwitch(name)) ?? null
}
