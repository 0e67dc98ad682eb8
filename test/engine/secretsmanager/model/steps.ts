import fc from 'fast-check'
import type { KillPoint } from '../../../support/kill-points.ts'

/** One thing that happens, as plain data: a failing run shrinks to a short list of these. */
export type Step =
  | { readonly do: 'create'; readonly name: string; readonly token: number; readonly value: string | null; readonly key: KeyName }
  | { readonly do: 'put'; readonly name: string; readonly token: number; readonly value: string; readonly labels: readonly string[] | null }
  | { readonly do: 'update'; readonly name: string; readonly token: number; readonly value: string | null; readonly description: string | null; readonly key: KeyName | null }
  | { readonly do: 'move'; readonly name: string; readonly label: string; readonly from: number | null; readonly to: number | null }
  | { readonly do: 'delete'; readonly name: string; readonly days: number }
  | { readonly do: 'purge'; readonly name: string }
  | { readonly do: 'restore'; readonly name: string }
  | { readonly do: 'tag'; readonly name: string; readonly key: string; readonly value: string }
  | { readonly do: 'untag'; readonly name: string; readonly key: string }
  | { readonly do: 'read'; readonly name: string; readonly label: string }
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'policy'; readonly name: string; readonly policy: PolicyName | null }
  | { readonly do: 'reopen' }
  | { readonly do: 'kill' }
  /** A kill in the middle of a change. */
  | { readonly do: 'cut-off'; readonly step: Step; readonly point: KillPoint }

export type KeyName = 'default' | 'first' | 'second'
export type PolicyName = 'account' | 'everybody'

const name = fc.constantFrom('a', 'b')
const token = fc.integer({ min: 1, max: 5 })
const value = fc.constantFrom('x', 'y')
const label = fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS', 'BLUE', 'AWSGREEN')
const key = fc.constantFrom<KeyName>('default', 'first', 'second')
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })
const step = <K extends Step['do']>(kind: K, members: { [M in Exclude<keyof Extract<Step, { do: K }>, 'do'>]: fc.Arbitrary<Extract<Step, { do: K }>[M]> }): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(kind), ...members }) as unknown as fc.Arbitrary<Step>

const changes: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 4, arbitrary: step('create', { name, token, value: orNull(value), key }) },
  { weight: 6, arbitrary: step('put', { name, token, value, labels: orNull(fc.uniqueArray(label, { minLength: 1, maxLength: 3 })) }) },
  { weight: 4, arbitrary: step('update', { name, token, value: orNull(value), description: orNull(fc.constantFrom('', 'd')), key: orNull(key) }) },
  { weight: 6, arbitrary: step('move', { name, label, from: orNull(token), to: orNull(token) }) },
  { weight: 2, arbitrary: step('delete', { name, days: fc.integer({ min: 7, max: 30 }) }) },
  { weight: 1, arbitrary: step('purge', { name }) },
  { weight: 2, arbitrary: step('restore', { name }) },
  { weight: 2, arbitrary: step('tag', { name, key: fc.constantFrom('k', 'l'), value: fc.constantFrom('', 'v') }) },
  { weight: 1, arbitrary: step('untag', { name, key: fc.constantFrom('k', 'l') }) },
  { weight: 2, arbitrary: step('policy', { name, policy: orNull(fc.constantFrom('account', 'everybody')) }) },
]

/** Sequences that make secrets more often than they remove them, so that there is something to work on. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    ...changes,
    { weight: 2, arbitrary: step('read', { name, label }) },
    { weight: 2, arbitrary: step('wait', { hours: fc.constantFrom(0.001, 1, 24, 8 * 24, 31 * 24) }) },
    { weight: 1, arbitrary: step('reopen', {}) },
    { weight: 1, arbitrary: step('kill', {}) },
    { weight: 1, arbitrary: step('cut-off', { step: fc.oneof(...changes), point: fc.constantFrom('before-commit', 'after-commit') }) },
  ),
  { minLength: 1, maxLength: 16, size: 'max' },
)
