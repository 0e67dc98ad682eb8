import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the vault lies unless another folder is named: the folder that Electron's `userData` has for Coffer, so that the
 * desktop app and the command line mean the same vault.
 */
export function defaultDataFolder(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): string {
  return join(userDataFolder(platform, environment), 'vault')
}

function userDataFolder(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Coffer')
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Coffer')
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Coffer')
}
