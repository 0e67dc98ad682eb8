// Builds installers, or with `--dir` the unpacked app, which needs no download.
// Usage: npm run package [-- --dir] [electron-builder options]
import path from 'node:path'
import { build } from './build.mjs'
import { projectEnvironment, projectNode, ROOT } from './setup/places.mjs'
import { run, SetupError } from './setup/steps.mjs'
import { describeElectron, setUp } from './setup.mjs'

try {
  const electron = await setUp()
  console.log(describeElectron(electron))
  await build()
  const tool = path.join(ROOT, 'node_modules', 'electron-builder', 'out', 'cli', 'cli.js')
  const wanted = process.argv.slice(2)
  // Electron is here already; for another platform electron-builder fetches its own.
  const forOther = wanted.some((option) => /^--(mac|win|linux|arm64|x64)$/.test(option))
  const own = forOther ? [] : [`-c.electronDist=${electron.dist}`, `-c.electronVersion=${electron.version}`]
  await run(projectNode(), [tool, '--publish', 'never', ...own, ...wanted], { cwd: ROOT, env: projectEnvironment(), show: true })
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error)
  process.exitCode = 1
}
