// Saves a picture of the app's window, for looking at a screen while working on it.
// Usage: npm run shot -- out.png [--theme light|dark] [--size 1280x800] [--home DIR] [--click "text or role name"]... [--wait "selector"]
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { launchCoffer } from '../test/app/support/launch.ts'
import { build } from './build.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string' },
    size: { type: 'string', default: '1280x800' },
    home: { type: 'string' },
    keyring: { type: 'string', default: 'private' },
    click: { type: 'string', multiple: true, default: [] },
    wait: { type: 'string' },
  },
})
const [file] = positionals
if (file === undefined) throw new Error('Usage: npm run shot -- out.png [--theme light|dark] [--size 1280x800] [--home DIR] [--click TEXT]')
const [width, height] = values.size.split('x').map(Number)
await build()
const coffer = await launchCoffer({
  size: { width, height },
  keyring: values.keyring,
  ...(values.theme === undefined ? {} : { theme: values.theme }),
  ...(values.home === undefined ? {} : { home: path.resolve(values.home) }),
})
coffer.page.on('console', (message) => console.log(`[page ${message.type()}] ${message.text()}`))
for (const text of values.click) await coffer.page.getByText(text, { exact: true }).first().click()
if (values.wait !== undefined) await coffer.page.waitForSelector(values.wait)
await mkdir(path.dirname(path.resolve(file)), { recursive: true })
await coffer.page.screenshot({ path: file })
await coffer.close()
console.log(path.resolve(file))
if (coffer.output() !== '') console.log(coffer.output())
