import fc from 'fast-check'
import type { KillPoint } from '../../../support/kill-points.ts'

type OnKey =
  | { readonly do: 'enable' | 'disable' | 'cancel' | 'rotate' }
  | { readonly do: 'schedule'; readonly days: number }
  | { readonly do: 'describe'; readonly text: string }
  | { readonly do: 'rotation'; readonly period: number | null }
  | { readonly do: 'alias' | 'move-alias'; readonly name: string }
  | { readonly do: 'tag'; readonly tag: string; readonly value: string }
  | { readonly do: 'untag'; readonly tag: string }
  | { readonly do: 'policy'; readonly id: string }
  | { readonly do: 'grant' | 'revoke'; readonly name: string }
  | { readonly do: 'encrypt'; readonly context: string }

/** One thing that happens, as plain data: a failing run shrinks to a short list of these. `key` and `blob` count round. */
export type KeyStep =
  | (OnKey & { readonly key: number })
  | { readonly do: 'create'; readonly isImported: boolean }
  | { readonly do: 'unalias'; readonly name: string }
  | { readonly do: 'decrypt'; readonly blob: number; readonly context: string }
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'reopen' }
  | { readonly do: 'kill' }
  /** A kill in the middle of a change. */
  | { readonly do: 'cut-off'; readonly step: KeyStep; readonly point: KillPoint }

const key = fc.integer({ min: 0, max: 3 })
const name = fc.constantFrom('alias/one', 'alias/two')
const context = fc.constantFrom('x', 'y')
const onKey = (kind: KeyStep['do'], members: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<KeyStep> => of(kind, { key, ...members })
const of = (kind: KeyStep['do'], members: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<KeyStep> =>
  fc.record({ do: fc.constant(kind), ...members }) as unknown as fc.Arbitrary<KeyStep>

const tag = fc.constantFrom('a', 'b')
const changes: readonly fc.WeightedArbitrary<KeyStep>[] = [
  { weight: 4, arbitrary: onKey('enable') },
  { weight: 3, arbitrary: onKey('disable') },
  { weight: 3, arbitrary: onKey('schedule', { days: fc.integer({ min: 7, max: 30 }) }) },
  { weight: 3, arbitrary: onKey('cancel') },
  { weight: 1, arbitrary: onKey('describe', { text: fc.constantFrom('', 'd') }) },
  { weight: 4, arbitrary: onKey('rotation', { period: fc.constantFrom(null, 90, 365) }) },
  { weight: 3, arbitrary: onKey('rotate') },
  { weight: 2, arbitrary: onKey('alias', { name }) },
  { weight: 2, arbitrary: onKey('move-alias', { name }) },
  { weight: 1, arbitrary: of('unalias', { name }) },
  { weight: 2, arbitrary: onKey('tag', { tag, value: fc.constantFrom('', 'v') }) },
  { weight: 1, arbitrary: onKey('untag', { tag }) },
  { weight: 1, arbitrary: onKey('policy', { id: fc.constantFrom('p', 'q') }) },
  { weight: 2, arbitrary: onKey('grant', { name: fc.constantFrom('g', 'h') }) },
  { weight: 1, arbitrary: onKey('revoke', { name: fc.constantFrom('g', 'h') }) },
]

/** Sequences with more of what keeps keys alive than of what ends them. */
export const keySteps: fc.Arbitrary<KeyStep[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: of('create', { isImported: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }) }) },
      ...changes,
      { weight: 5, arbitrary: onKey('encrypt', { context }) },
      { weight: 3, arbitrary: of('decrypt', { blob: fc.nat(9), context }) },
      { weight: 5, arbitrary: of('wait', { hours: fc.constantFrom(0.1, 24, 10 * 24, 90 * 24, 90 * 24 - 0.2, 400 * 24) }) },
      { weight: 1, arbitrary: of('reopen') },
      { weight: 1, arbitrary: of('kill') },
      { weight: 2, arbitrary: of('cut-off', { step: fc.oneof(...changes), point: fc.constantFrom('before-commit', 'after-commit') }) },
    ),
    { minLength: 1, maxLength: 12, size: 'max' },
  )
  .map((steps): KeyStep[] => [{ do: 'create', isImported: false }, ...steps])
