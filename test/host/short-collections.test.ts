import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const MODULE = fileURLToPath(new URL('../../electron/host/short-collections.ts', import.meta.url))

/** The most that the young generation took, in MiB, while a process of its own made and dropped objects like one that answers requests. */
function youngMiB(isHeld: boolean): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { keepCollectionsShort } from ${JSON.stringify(MODULE)}
    if (${isHeld}) keepCollectionsShort()
    let kept = []
    let most = 0
    for (let round = 0; round < 300; round++) {
      for (let index = 0; index < 20_000; index++) {
        kept.push({ index, text: [index] })
        if (kept.length > 30_000) kept = []
      }
      most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size)
      await new Promise((resolve) => setImmediate(resolve))
    }
    console.log(most / 1024 / 1024)
  `
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }))
}

describe('collections of garbage', () => {
  test('the young generation stays small where requests wait for its collection', () => {
    const held = youngMiB(true)
    // It may have grown once more before the observer saw that it had grown enough, and large objects count by their pages.
    expect(held).toBeLessThan(24)
    expect(youngMiB(false)).toBeGreaterThan(held)
  })
})
