// Draws resources/icons/coffer.png from the SVG, in the real Electron. Usage: node scripts/make-icons.mjs
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { launchCoffer } from '../test/app/support/launch.ts'
import { ROOT } from './setup/places.mjs'

const SIZE = 1024
const folder = path.join(ROOT, 'resources', 'icons')
const svg = await readFile(path.join(folder, 'coffer.svg'), 'utf8')
const coffer = await launchCoffer({ keyring: 'none' })
const png = await coffer.page.evaluate(
  async ([address, size]) => {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = size
    canvas.getContext('2d').drawImage(image, 0, 0, size, size)
    return canvas.toDataURL('image/png').split(',')[1]
  },
  [`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, SIZE],
)
await coffer.close()
await writeFile(path.join(folder, 'coffer.png'), Buffer.from(png, 'base64'))
