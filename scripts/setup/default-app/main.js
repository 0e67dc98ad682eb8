// Starts the app folder named on the command line, as the official Electron's default app does; that one is not in the fallback.
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

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
import(pathToFileURL(path.join(appPath, manifest.main)).href).catch((error) => {
  console.error(error)
  app.exit(1)
})
