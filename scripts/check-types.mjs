// Type-checks every layer with its own tsconfig: the first of the walls between them.
// Usage: node scripts/check-types.mjs [layer...]
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)))
const LAYERS = ['.', 'shared', 'electron/engine', 'electron', 'electron/preload', 'renderer', 'test']

/** A layer without any TypeScript file yet has nothing to check (tsc would call that an error). */
function hasSources(layer) {
  const deep = layer !== '.'
  return readdirSync(path.join(root, layer), { recursive: deep }).some(
    (name) => /\.tsx?$/.test(String(name)) && !String(name).includes('node_modules'),
  )
}

function check(layer) {
  return new Promise((resolve) => {
    const startedAt = process.hrtime.bigint()
    const child = spawn(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', layer, '--pretty', 'false'], { cwd: root })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => {
      const ms = Number((process.hrtime.bigint() - startedAt) / 1_000_000n)
      resolve({ layer, ok: code === 0, output, ms })
    })
  })
}

const wanted = process.argv.slice(2)
const layers = LAYERS.filter((layer) => (wanted.length === 0 || wanted.includes(layer)) && hasSources(layer))
let failed = 0
for (const layer of layers) {
  const result = await check(layer)
  console.log(`${result.ok ? 'ok    ' : 'FAILED'} types ${layer} (${result.ms} ms)`)
  if (!result.ok) {
    failed += 1
    console.log(result.output.trimEnd())
  }
}
process.exitCode = failed === 0 && layers.length > 0 ? 0 : 1
