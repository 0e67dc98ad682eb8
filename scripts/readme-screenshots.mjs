// Takes the README's pictures from the demo's vault: `node scripts/readme-screenshots.mjs`. They land in resources/screenshots.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launchCoffer } from '../test/app/support/launch.ts'
import { build } from './build.mjs'
import { ROOT } from './setup/places.mjs'

const FOLDER = path.join(ROOT, 'resources', 'screenshots')

/** Opens the demo in one theme and hands its page to each picture in turn. */
async function photograph(theme, pictures) {
  const coffer = await launchCoffer({ theme, keyring: 'none', environment: { COFFER_DEMO: '1' } })
  const { page } = coffer
  page.setDefaultTimeout(120_000)
  await page.getByText('prod/payments/').first().waitFor()
  for (const [name, prepare] of pictures) {
    await prepare(page)
    await page.mouse.move(0, 0)
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`) })
    console.log(`resources/screenshots/${name}.png`)
  }
  await coffer.close()
}

const openDatabase = async (page) => {
  await page.getByRole('row', { name: /prod\/payments\/db(?!-)/ }).first().click()
  await page.getByRole('tab', { name: 'Value' }).click()
  await page.getByText('username').first().waitFor()
}

const openSection = (page, name) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).first().click()

await build()
await mkdir(FOLDER, { recursive: true })
await photograph('light', [
  ['value-light', openDatabase],
  [
    'versions-light',
    async (page) => {
      await page.getByRole('tab', { name: 'Versions' }).click()
      await page.getByRole('button', { name: 'Compare' }).click()
    },
  ],
  [
    'activity-light',
    async (page) => {
      await page.getByText('Activity', { exact: true }).first().click()
      await page.getByRole('row', { name: /GetSecretValue/ }).first().waitFor()
    },
  ],
])
await photograph('light', [
  [
    'rotation-light',
    async (page) => {
      await page.getByRole('row', { name: /prod\/web\/cdn/ }).first().click()
      await page.getByRole('tab', { name: 'Rotation' }).click()
      await page.getByText('1 of 1 succeeded').waitFor()
      await page.getByRole('button', { name: /succeeded/ }).first().click()
    },
  ],
  [
    'policy-light',
    async (page) => {
      await page.getByRole('row', { name: /stripe-api/ }).first().click()
      await page.getByRole('tab', { name: 'Policy' }).click()
      await page.getByText('user/payments-api').first().waitFor()
    },
  ],
])
await photograph('dark', [
  ['value-dark', openDatabase],
  [
    'regions-dark',
    async (page) => {
      await openSection(page, /^Regions/)
      await page.getByText('eu-west-1').first().waitFor()
    },
  ],
  ['palette-dark', (page) => page.keyboard.press('Control+k')],
])
