import { expect, test } from 'vitest'
import { runModel, RUNS_A_FILE } from './model/run-model.ts'

test('whatever parts, fails or is killed, every acknowledged version is in each replica once and in order, and promoted ones are left alone: part 4 of 4', { timeout: 600_000 }, async () => {
  expect(await runModel(RUNS_A_FILE, 4)).toBeGreaterThan(0)
})
