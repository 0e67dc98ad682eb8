import { ServiceError } from '../../../shared/errors.ts'
import type { RandomSource } from '../host.ts'

export interface PasswordRules {
  readonly length: number
  readonly excludeCharacters: string
  readonly excludeLowercase: boolean
  readonly excludeUppercase: boolean
  readonly excludeNumbers: boolean
  readonly excludePunctuation: boolean
  readonly includeSpace: boolean
  readonly requireEachIncludedType: boolean
}

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz'
const UPPERCASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const NUMBERS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/**
 * A password of exactly the length asked for, every character drawn evenly, and with `requireEachIncludedType` at least one of
 * each class that exclusions leave. A space counts as a class of its own when it fits.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
export function randomPassword(rules: PasswordRules, random: RandomSource): string {
  const classes = [
    rules.excludeLowercase ? '' : LOWERCASE,
    rules.excludeUppercase ? '' : UPPERCASE,
    rules.excludeNumbers ? '' : NUMBERS,
    rules.excludePunctuation ? '' : PUNCTUATION,
  ]
    .map((characters) => without(characters, rules.excludeCharacters))
    .filter((characters) => characters !== '')
  const space = rules.includeSpace ? without(' ', rules.excludeCharacters) : ''
  const alphabet = classes.join('') + space
  if (alphabet === '') {
    throw new ServiceError('InvalidParameterException', 'No characters are left to draw from. Exclude fewer of them.')
  }
  if (rules.requireEachIncludedType && rules.length < classes.length) {
    throw new ServiceError('InvalidParameterException', 'Password length is too short based on the required types.')
  }
  const required = rules.requireEachIncludedType ? requiredClasses(classes, space, rules.length) : []
  const characters = required.map((characterClass) => drawOne(characterClass, random))
  while (characters.length < rules.length) characters.push(drawOne(alphabet, random))
  return shuffle(characters, random).join('')
}

/** With a length that cannot hold every class and the space, the space wins: it was asked for by name. */
function requiredClasses(classes: readonly string[], space: string, length: number): readonly string[] {
  if (space === '') return classes
  return [space, ...classes].slice(0, length)
}

function without(characters: string, excluded: string): string {
  return [...characters].filter((character) => !excluded.includes(character)).join('')
}

function drawOne(characters: string, random: RandomSource): string {
  return characters.charAt(drawBelow(characters.length, random))
}

/** An even draw below `bound` (at most 65,536): numbers beyond the last whole multiple are thrown away. */
function drawBelow(bound: number, random: RandomSource): number {
  const limit = 65_536 - (65_536 % bound)
  for (;;) {
    const bytes = random.bytes(2)
    const number = ((bytes[0] as number) << 8) | (bytes[1] as number)
    if (number < limit) return number % bound
  }
}

/** Fisher and Yates. */
function shuffle(items: readonly string[], random: RandomSource): string[] {
  const shuffled = [...items]
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = drawBelow(index + 1, random)
    const moved = shuffled[index] as string
    shuffled[index] = shuffled[other] as string
    shuffled[other] = moved
  }
  return shuffled
}
