import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Expects that axe finds nothing serious or critical on the screen that is shown, in light and in dark. Left out is the
 * invisible node where React Aria leaves what it has just announced: it names elements that may be gone by then.
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]').analyze()
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`))
    expect(serious, colorScheme).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

/**
 * Colours fade over: what is measured half-way is no colour of either scheme. An inherited colour fades level by level, so one
 * round of fades starts the next.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const fading = () => document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await frame()
    do {
      await Promise.allSettled(fading().map((animation) => animation.finished))
      await frame()
      await frame()
    } while (fading().length > 0)
  })
}
