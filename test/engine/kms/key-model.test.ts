import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keySteps } from './model/key-steps.ts'
import { RealKeys } from './model/real-keys.ts'

/** More runs, or the runs of a failure again: COFFER_PROPERTY_RUNS=5000, COFFER_PROPERTY_SEED=the seed that was printed. */
const RUNS = Number(process.env['COFFER_PROPERTY_RUNS'] ?? (process.env['CI'] === 'true' ? 2_000 : 150))
const SEED = process.env['COFFER_PROPERTY_SEED']
const MS_A_RUN = 1_000

test(
  'any sequence of changes and waits leaves keys, aliases, rotations and ciphertexts as the rules of KMS say, also after restarts and kills',
  async () => {
    await fc.assert(
      fc.asyncProperty(keySteps, async (sequence) => {
        const keys = await RealKeys.open()
        try {
          for (const [index, step] of sequence.entries()) {
            const answers = await keys.take(step)
            expect({ index, answer: answers.real }).toEqual({ index, answer: answers.model })
            expect({ index, seen: await keys.seen() }).toEqual({ index, seen: keys.expected() })
          }
          await keys.take({ do: 'reopen' })
          expect(await keys.seen()).toEqual(keys.expected())
          const details = await keys.details()
          expect(details.real).toEqual(details.model)
          const opened = await keys.opened()
          expect(opened.real).toEqual(opened.model)
        } finally {
          await keys.close()
        }
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    )
  },
  Math.max(60_000, RUNS * MS_A_RUN),
)
