// Finds an Electron to run: the official download first, else the fallback. Runs on the project's own Node, after npm ci.
// Usage: node scripts/setup/electron.mjs RESULT_FILE
import { writeFile } from 'node:fs/promises'
import { fallbackElectron } from './electron-fallback.mjs'
import { officialElectron } from './electron-official.mjs'
import { cacheFolder } from './places.mjs'

const [resultFile] = process.argv.slice(2)
try {
  const electron = (process.env.COFFER_ELECTRON === 'fallback' ? null : await officialElectron()) ?? (await fallbackElectron(cacheFolder()))
  await writeFile(resultFile, JSON.stringify(electron))
} catch (error) {
  console.error(`\n${error.name === 'SetupError' ? error.message : error.stack}`)
  process.exitCode = 1
}
