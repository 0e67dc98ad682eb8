import path from 'node:path'
import { app } from 'electron'

/**
 * Where the shell keeps its files. From a checkout, tests and the demo may name other folders by COFFER_USER_DATA and
 * COFFER_DATA_DIR; the packaged app listens to neither. Must run before the app is ready.
 */
export function chooseFolders(): { readonly userData: string; readonly vault: string; readonly demo: boolean } {
  app.setName('Coffer')
  const named = (name: string): string | undefined => (app.isPackaged ? undefined : process.env[name])
  const userData = named('COFFER_USER_DATA') ?? path.join(app.getPath('appData'), 'Coffer')
  app.setPath('userData', path.resolve(userData))
  app.setPath('sessionData', path.join(path.resolve(userData), 'session'))
  return { userData: path.resolve(userData), vault: path.resolve(named('COFFER_DATA_DIR') ?? path.join(userData, 'vault')), demo: named('COFFER_DEMO') === '1' }
}
