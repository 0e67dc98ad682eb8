import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atMost, constraint, valueAtLeast, valueAtMost } from './aws-words.ts'

const vault = sharedVault()
const ask = async (input: Record<string, unknown> = {}) => ((await vault.callRaw('secretsmanager:GetRandomPassword', input)) as { RandomPassword: string }).RandomPassword

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const has = (password: string, characters: string) => [...password].some((character) => characters.includes(character))

test('the answer is the password alone, 32 characters long', async () => {
  const output = await vault.callRaw('secretsmanager:GetRandomPassword', {})
  expect(output).toEqual({ RandomPassword: expect.stringMatching(/^[!-~]{32}$/) })
})

describe.each([
  ['nothing excluded', {}, [LOWER, UPPER, DIGITS, PUNCTUATION]],
  ['no small letters', { ExcludeLowercase: true }, [UPPER, DIGITS, PUNCTUATION]],
  ['no capitals', { ExcludeUppercase: true }, [LOWER, DIGITS, PUNCTUATION]],
  ['no digits', { ExcludeNumbers: true }, [LOWER, UPPER, PUNCTUATION]],
  ['no punctuation', { ExcludePunctuation: true }, [LOWER, UPPER, DIGITS]],
  ['digits only', { ExcludePunctuation: true, ExcludeLowercase: true, ExcludeUppercase: true }, [DIGITS]],
  ['with a space', { IncludeSpace: true }, [LOWER, UPPER, DIGITS, PUNCTUATION, ' ']],
  ['with single characters excluded', { ExcludeCharacters: 'aA0!"\\ ' }, [LOWER.slice(1), UPPER.slice(1), DIGITS.slice(1), PUNCTUATION.slice(2).replace('\\', '')]],
  ['with a class excluded character by character', { ExcludeCharacters: DIGITS }, [LOWER, UPPER, PUNCTUATION]],
  ['with the space asked for and excluded', { IncludeSpace: true, ExcludeCharacters: ' ' }, [LOWER, UPPER, DIGITS, PUNCTUATION]],
])('%s', (_title, input, classes) => {
  test.each([5, 6, 32, 200])('%i characters, exactly, of the classes left, at least one of each', async (PasswordLength) => {
    for (let round = 0; round < 5; round += 1) {
      const password = await ask({ ...input, PasswordLength })
      expect(password).toHaveLength(PasswordLength)
      expect(classes.filter((characters) => !has(password, characters))).toEqual([])
      expect([...password].filter((character) => !classes.join('').includes(character))).toEqual([])
    }
  })
})

test('every allowed character turns up, none much more often than the others', async () => {
  const counts = new Map<string, number>()
  const rounds = 5
  for (let round = 0; round < rounds; round += 1) {
    for (const character of await ask({ PasswordLength: 4096, RequireEachIncludedType: false, IncludeSpace: true })) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  expect([...counts.keys()].sort().join('')).toBe([...(LOWER + UPPER + DIGITS + PUNCTUATION + ' ')].sort().join(''))
  const expected = (rounds * 4096) / 95
  // Eight standard deviations: a fair source strays that far once in 10^15 runs.
  const far = 8 * Math.sqrt(expected)
  expect([...counts].filter(([, count]) => Math.abs(count - expected) > far)).toEqual([])
})

test('a short password holds what fits: with four characters and a space asked for, the space is one of them', async () => {
  for (let round = 0; round < 20; round += 1) expect(await ask({ PasswordLength: 4, IncludeSpace: true })).toMatch(/^.* .*$/)
})

test('RequireEachIncludedType false lets any length be', async () => {
  expect(await ask({ PasswordLength: 1, RequireEachIncludedType: false })).toHaveLength(1)
  expect(await ask({ PasswordLength: 4096 })).toHaveLength(4096)
})

describe('refusals', () => {
  test.each([
    ['shorter than the classes it must hold', { PasswordLength: 3 }, refusal('InvalidParameterException', 'Password length is too short based on the required types.')],
    [
      'nothing left to draw from',
      { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true },
      refusal('InvalidParameterException', 'No characters are left to draw from. Exclude fewer of them.'),
    ],
    ['a length of 0', { PasswordLength: 0 }, constraint('passwordLength', '0', valueAtLeast(1))],
    ['a length over 4096', { PasswordLength: 5555 }, constraint('passwordLength', '5555', valueAtMost(4096))],
    ['too many excluded characters', { ExcludeCharacters: 'a'.repeat(4097) }, constraint('excludeCharacters', 'a'.repeat(4097), atMost(4096))],
    ['a length as text', { PasswordLength: '8' }, refusal('SerializationException', 'STRING_VALUE can not be converted to an Integer')],
  ])('%s', async (_title, input, expected) => {
    expect(await refusalOf(ask(input))).toEqual(expected)
  })
})
