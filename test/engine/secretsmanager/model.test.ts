import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RealVault } from './model/real-vault.ts'
import { SecretModel } from './model/secret-model.ts'
import { steps } from './model/steps.ts'

/** More runs, or the runs of a failure again: COFFER_PROPERTY_RUNS=5000, COFFER_PROPERTY_SEED=the seed that was printed. */
const RUNS = Number(process.env['COFFER_PROPERTY_RUNS'] ?? (process.env['CI'] === 'true' ? 2_000 : 200))
const SEED = process.env['COFFER_PROPERTY_SEED']
const MS_A_RUN = 1_000

test(
  'any sequence of changes leaves what the rules of AWS say, also after restarts and kills',
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const real = await RealVault.open()
        try {
          const model = new SecretModel(real.nowMs())
          for (const [index, step] of sequence.entries()) {
            const answers = await real.take(step, model)
            expect({ index, answer: answers.real }).toEqual({ index, answer: answers.model })
            expect({ index, secrets: await real.seen() }).toEqual({ index, secrets: real.expected(model) })
          }
          await real.take({ do: 'reopen' }, model)
          expect(await real.seen()).toEqual(real.expected(model))
          const readable = model.secrets.filter((secret) => secret.deletedAtMs === null)
          const { values, stored } = await real.values()
          expect(values).toEqual(Object.fromEntries(readable.map((secret) => [secret.name, Object.fromEntries(secret.versions.map((version) => [version.id, version.value]))])))
          expect(stored).toBe(model.secrets.reduce((count, secret) => count + secret.versions.length, 0))
        } finally {
          await real.close()
        }
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    )
  },
  Math.max(60_000, RUNS * MS_A_RUN),
)
