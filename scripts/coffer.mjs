// The command line from a checkout: `npm run -s coffer -- get NAME`. Installs the packages first if they are missing, and
// hands over to the project's own Node where this one can't run TypeScript. Only the command writes to standard output.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { installPackages } from './setup.mjs'
import { projectNode, ROOT } from './setup/places.mjs'

console.log = console.error
await installPackages()
const node = projectNode()
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('../electron/cli/coffer.ts')
} else {
  const child = spawn(node, [path.join(ROOT, 'electron', 'cli', 'coffer.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128
  })
}
