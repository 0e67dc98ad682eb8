import { app } from 'electron'
import { installedCommand } from './cli/installed-command.ts'
import { compose } from './compose.ts'
import { chooseFolders } from './settings/folders.ts'
import { registerAppScheme } from './windows/app-protocol.ts'
import { dangerousSwitch } from './windows/dangerous-switches.ts'

// `coffer get …` of an installed Coffer. The module must not end before the command does: after that Electron wants a display.
const words = app.isPackaged ? installedCommand(process.argv) : null
if (words !== null) {
  const [{ runCommandLine }, { processTerminal }] = await Promise.all([import('./cli/command-line.ts'), import('./cli/terminal.ts')])
  process.exit(await runCommandLine(words, processTerminal()))
}

/** The released app refuses what a fuse can't forbid; a checkout is driven by tests and inspectors. */
const refused = app.isPackaged ? dangerousSwitch((name) => app.commandLine.hasSwitch(name)) : null

if (refused !== null) {
  process.stderr.write(`Coffer does not start with --${refused}: it would open the vault’s window to other programs.\n`)
  app.exit(2)
} else {
  const folders = chooseFolders()
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Coffer is already running; its window comes to the front.\n')
    app.exit(0)
  } else {
    registerAppScheme()
    // Root in a checkout has no sandbox to enable; everyone else does, for every process.
    if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
    app
      .whenReady()
      .then(() => compose(folders))
      .catch((error: unknown) => {
        process.stderr.write(`Coffer could not start: ${error instanceof Error ? error.message : 'unknown reason'}\n`)
        app.exit(1)
      })
  }
}
