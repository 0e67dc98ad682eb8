import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGlob, matchGlob } from '../../../electron/engine/policy/match-wildcard.ts'
import { parsePattern } from '../../../electron/engine/policy/policy-pattern.ts'
import type { GlobPart } from '../../../electron/engine/policy/policy-pattern.ts'

function matches(pattern: string, text: string): boolean {
  return matchGlob(compileGlob(parsePattern(pattern, { variables: false, wildcards: true }) as readonly GlobPart[]), text)
}

const CASES: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['', '', true],
  ['', 'a', false],
  ['a', 'a', true],
  ['a', 'A', false],
  ['a', 'ab', false],
  ['ab', 'a', false],
  ['*', '', true],
  ['*', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:a/b-AbCdEf', true],
  ['**', 'anything', true],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['a*', 'a', true],
  ['a*', 'abc', true],
  ['a*', 'ba', false],
  ['*a', 'a', true],
  ['*a', 'cba', true],
  ['*a', 'ab', false],
  ['a*b', 'ab', true],
  ['a*b', 'a:/x/:b', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['ab*ba', 'aba', false],
  ['*ab*', 'xxabyy', true],
  ['*ab*', 'axb', false],
  ['a*b*c', 'abbc', true],
  ['a*b*c', 'acb', false],
  ['a*bc*cd', 'abcd', false],
  ['secret:db-??????', 'secret:db-AbCdEf', true],
  ['secret:db-??????', 'secret:db-AbCdE', false],
  ['secret:db-??????', 'secret:db-AbCdEfG', false],
  ['secret:db', 'secret:db-AbCdEf', false],
  ['secret:db*', 'secret:db-AbCdEf', true],
  ['secret:prod/*', 'secret:prod/a/b/c-AbCdEf', true],
  ['*?', '', false],
  ['*?', 'a', true],
  ['?*?', 'a', false],
  ['?*?', 'ab', true],
  ['*a?c*', 'xxabcyy', true],
  ['*a?c*', 'xxacyy', false],
  ['*a?c*a?c', 'abcadc', true],
  ['*a?c*a?c', 'abc', false],
  ['[a-z]+.', '[a-z]+.', true],
  ['a.c', 'abc', false],
  ['*\n*', 'a\nb', true],
]

describe('wildcards', () => {
  test.each(CASES)('%j against %j is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  test('agree with a regular expression on random patterns over a small alphabet', () => {
    const word = (letters: readonly string[], maxLength: number): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...letters), { maxLength }).map((characters) => characters.join(''))
    fc.assert(
      fc.property(word(['a', 'b', ':', '*', '?'], 12), word(['a', 'b', ':'], 12), (pattern, text) => {
        const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.')
        expect(matches(pattern, text)).toBe(new RegExp(`^${expression}$`, 's').test(text))
      }),
      { numRuns: 3000 },
    )
  })

  // Each of these would keep a backtracking matcher busy for longer than the universe lasts.
  test.each([
    ['many stars', '*a'.repeat(5000), 'a'.repeat(4999)],
    ['many stars and a wrong end', `${'a*'.repeat(5000)}b`, 'a'.repeat(20_000)],
    ['stars and question marks', `${'*a?'.repeat(3000)}b`, 'a'.repeat(20_000)],
    ['a long run that nearly fits everywhere', `*${'a'.repeat(5000)}b*`, 'a'.repeat(20_000)],
    ['question marks that nearly fit everywhere', `*${'?a'.repeat(1000)}b*`, 'a'.repeat(4000)],
  ])('%s end in bounded time', (_what, pattern, text) => {
    const startedAt = performance.now()
    expect(matches(pattern, text)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
