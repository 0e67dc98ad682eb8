import fc from 'fast-check'
import type { CommitFault, CommitMoment } from './faulty-sqlite.ts'

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const
export const NAMES = ['s0', 's1', 's2'] as const

/** How a region's store is kept from being written. */
export type Parting = 'unplugged' | 'detached' | 'full' | 'read-only'

/** Where a process ends: at a moment of the n-th commit from now on. */
export interface KillPoint {
  readonly commits: number
  readonly moment: CommitMoment
}

/**
 * One thing that happens. `name` and `at` say which secret: of that name, in that region if an independent one is there, else
 * where its primary is. `to` is the other region that it is about.
 */
export type Step =
  | { readonly do: 'put'; readonly name: string; readonly at: string; readonly isRetried: boolean; readonly killed: CommitMoment | null }
  | { readonly do: 'rotate' | 'rollBack' | 'describe' | 'tag' | 'policy' | 'deleteAndRestore' | 'makeAnew'; readonly name: string; readonly at: string }
  | { readonly do: 'remove'; readonly name: string; readonly at: string; readonly to: string }
  | { readonly do: 'replicate'; readonly name: string; readonly at: string; readonly to: string; readonly isForced: boolean }
  | { readonly do: 'promote'; readonly name: string; readonly to: string; readonly killed: CommitMoment | null }
  | { readonly do: 'promoteRegion'; readonly to: string }
  | { readonly do: 'part'; readonly region: string; readonly how: Parting }
  | { readonly do: 'heal'; readonly region: string }
  | { readonly do: 'failCommit'; readonly region: string; readonly fault: CommitFault }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'reopen' }
  | { readonly do: 'kill'; readonly at: KillPoint | null }

const name = fc.constantFrom(...NAMES)
const region = fc.constantFrom(...REGIONS)
const moment = fc.constantFrom<CommitMoment[]>('before', 'logged', 'stored')
const killed = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: moment })
const change = (...kinds: readonly Extract<Step, { readonly at: string; readonly name: string }>['do'][]) =>
  fc.record({ do: fc.constantFrom(...(kinds as readonly ('rotate' | 'rollBack' | 'describe' | 'tag' | 'policy' | 'deleteAndRestore' | 'makeAnew')[])), name, at: region })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('put' as const), name, at: region, isRetried: fc.boolean(), killed }) },
  { weight: 6, arbitrary: change('rotate', 'rollBack', 'describe', 'tag', 'policy') },
  { weight: 2, arbitrary: change('deleteAndRestore', 'makeAnew') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), name, at: region, to: region }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('replicate' as const), name, at: region, to: region, isForced: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('promote' as const), name, to: region, killed: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: moment }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('promoteRegion' as const), to: region }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('part' as const), region, how: fc.constantFrom<Parting[]>('unplugged', 'detached', 'full', 'read-only') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('heal' as const), region }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('failCommit' as const), region, fault: fc.constantFrom<CommitFault[]>('lost', 'kept') }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(0, 1, 30, 600) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), at: fc.option(fc.record({ commits: fc.nat({ max: 3 }), moment }), { freq: 4 }) }) },
)

/** What happens in one run; long enough that faults meet what waits, and short enough for thousands of runs. */
export const sequences = fc.record({ isFresh: fc.integer({ min: 1, max: 8 }).map((number) => number === 8), steps: fc.array(step, { minLength: 8, maxLength: 24, size: 'max' }) })
