import type { BuiltInFunction } from '../engine/rotation/function-runner.ts'
import type { DatabaseFunction } from './databases/rotate-database.ts'
import { PROFILES, type EngineName } from './databases/engine-profile.ts'
import { ADAPTERS } from './databases/adapters.ts'

/** A database's function, by the last part of its ARN. */
export const DATABASE_FUNCTIONS: ReadonlyMap<string, DatabaseFunction> = new Map(
  (Object.keys(ADAPTERS) as EngineName[]).flatMap((engine) => {
    const adapter = ADAPTERS[engine]
    if (adapter === undefined) return []
    return (['single', 'alternating'] as const).map((strategy) => [`builtin-${engine}-${strategy}`, { engine, strategy, adapter }] as const)
  }),
)

/** The functions that come with Coffer, as lists show them. */
export const BUILT_IN_FUNCTIONS: readonly BuiltInFunction[] = [...DATABASE_FUNCTIONS].map(([name, { engine, strategy }]) => ({
  name,
  title: `${PROFILES[engine].title}, ${strategy === 'single' ? 'single user' : 'alternating users'}`,
  engines: PROFILES[engine].accepted,
  strategy,
}))
