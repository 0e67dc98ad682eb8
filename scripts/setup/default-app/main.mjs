// Starts the app folder named on the command line, as the official Electron's default app does; that one is not in the fallback.
// Awaited at the top level, since Electron holds its `ready` event back only until this module has run.
import { app } from 'electron'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  console.error('Usage: electron <app folder>')
  process.exit(1)
}
const appPath = path.resolve(folder)
const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'))
app.setName(manifest.productName || manifest.name)
app.setVersion(manifest.version)
app.setAppPath(appPath)
process.argv.splice(1, 1, appPath)
await import(pathToFileURL(path.join(appPath, manifest.main)).href)
