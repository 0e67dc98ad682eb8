import type { Page } from '@playwright/test'
import { build } from '../../scripts/build.mjs'
import { launchCoffer, type LaunchedApp } from '../app/support/launch.ts'

const QUERY = 'payments service-77'
const OPEN_TIMEOUT_MS = 120_000

/** One process of the app as the system sees it. */
export interface AppProcess {
  /** "Browser" is the main process, "Tab" the window, "Coffer core" the engine. */
  readonly name: string
  readonly residentMiB: number
}

export interface AppFigures {
  /** From the start of the program to the drawn unlock screen. */
  readonly coldStartMs: number
  /** From Enter in the passphrase field to the whole list, Argon2id included. */
  readonly unlockMs: number
  /** What a letter in the filter costs the window: search, rows, style and layout; without the wait for the next frame. */
  readonly keystrokesMs: readonly number[]
  /** The same to the next frame that was drawn. */
  readonly framesMs: readonly number[]
  readonly processes: readonly AppProcess[]
}

/** Opens the real app on the vault in `home/user-data/vault`, unlocks it as a person does, and types into the filter. */
export async function measureApp(home: string, passphrase: string, secretCount: number): Promise<AppFigures> {
  await build()
  const startedMs = performance.now()
  const coffer = await launchCoffer({ home, keyring: 'none' })
  try {
    const { page } = coffer
    page.setDefaultTimeout(OPEN_TIMEOUT_MS)
    const field = page.getByRole('textbox', { name: 'Passphrase' })
    await field.waitFor()
    const coldStartMs = performance.now() - startedMs
    await field.fill(passphrase)
    const unlockStartedMs = performance.now()
    await page.keyboard.press('Enter')
    await page.waitForFunction((count) => document.querySelector('main h1 + span')?.textContent === count, secretCount.toLocaleString('en'))
    const unlockMs = performance.now() - unlockStartedMs
    const typed = await typeQuery(page)
    return { coldStartMs, unlockMs, ...typed, processes: await processesOf(coffer) }
  } finally {
    await coffer.close()
  }
}

async function typeQuery(page: Page): Promise<Pick<AppFigures, 'keystrokesMs' | 'framesMs'>> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  await page.getByRole('searchbox', { name: 'Filter secrets' }).click()
  await page.evaluate(() => {
    const figures = { keystrokesMs: [] as number[], framesMs: [] as number[] }
    ;(globalThis as { figures?: typeof figures }).figures = figures
    document.addEventListener('keydown', () => {
      const pressedMs = performance.now()
      requestAnimationFrame(() => setTimeout(() => figures.framesMs.push(performance.now() - pressedMs)))
    }, { capture: true })
    document.addEventListener('beforeinput', () => {
      const pressedMs = performance.now()
      // React renders what a key did before its event ends; a task later all of it is in the page.
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        document.body.getBoundingClientRect()
        figures.keystrokesMs.push(performance.now() - pressedMs)
      })
      port1.start()
      port2.postMessage(null)
    }, { capture: true })
  })
  for (const letter of QUERY) {
    const before = await page.evaluate(() => (globalThis as unknown as { figures: { framesMs: number[] } }).figures.framesMs.length)
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    await page.waitForFunction((count) => (globalThis as unknown as { figures: { framesMs: number[] } }).figures.framesMs.length > count, before)
  }
  return page.evaluate(() => (globalThis as unknown as { figures: { keystrokesMs: number[]; framesMs: number[] } }).figures)
}

async function processesOf({ app }: LaunchedApp): Promise<AppProcess[]> {
  const metrics = await app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().map(({ type, name, serviceName, memory }) => ({ name: name ?? serviceName ?? type, kib: memory.workingSetSize })))
  return metrics.map(({ name, kib }) => ({ name, residentMiB: kib / 1024 }))
}
