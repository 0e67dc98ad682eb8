import type { BuiltInFunction } from '../engine/rotation/function-runner.ts'
import { ADAPTERS } from './databases/adapters.ts'
import { PROFILES, type EngineName } from './databases/engine-profile.ts'
import { rotateDatabase } from './databases/rotate-database.ts'
import { generateSecret } from './generator.ts'
import type { StepRun } from './step-run.ts'

/** A function that comes with Coffer: what lists show, and what runs one step. */
interface Shipped extends BuiltInFunction {
  runStep(run: StepRun, stages: Readonly<Record<string, readonly string[]>>): Promise<void>
}

const GENERATOR: Shipped = { name: 'builtin-generator', title: 'New password, token or key pair, no database', engines: [], strategy: 'generator', runStep: generateSecret }

const SHIPPED: readonly Shipped[] = [
  ...(Object.keys(ADAPTERS) as EngineName[]).flatMap((engine) => {
    const adapter = ADAPTERS[engine]
    const { title, accepted } = PROFILES[engine]
    if (adapter === undefined) return []
    return (['single', 'alternating'] as const).map(
      (strategy): Shipped => ({
        name: `builtin-${engine}-${strategy}`,
        title: `${title}, ${strategy === 'single' ? 'single user' : 'alternating users'}`,
        engines: accepted,
        strategy,
        runStep: (run, stages) => rotateDatabase({ engine, strategy, adapter }, run, stages),
      }),
    )
  }),
  GENERATOR,
]

/** The functions that come with Coffer, as lists show them. */
export const BUILT_IN_FUNCTIONS: readonly BuiltInFunction[] = SHIPPED.map(({ name, title, engines, strategy }) => ({ name, title, engines, strategy }))

/** The function of a name (the last part of its ARN); null when there is none. */
export function builtInFunction(name: string): Pick<Shipped, 'runStep'> | null {
  return SHIPPED.find((candidate) => candidate.name === name) ?? null
}
