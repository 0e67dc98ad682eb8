/**
 * How people write recovery codes: Crockford's base32 in groups. Reading is forgiving: case, spaces, dashes and line breaks
 * do not matter, O reads as 0, I and L as 1. Source: https://www.crockford.com/base32.html
 */

/** The code's letters alone, as they are compared. */
export function normalizeRecoveryCode(typed: string): string {
  return typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1').replaceAll(/[^0-9A-Z]/g, '')
}

/** The groups of a printed code, in order. */
export function recoveryGroups(code: string): readonly string[] {
  return code.split(/[^0-9A-Za-z]+/).filter((group) => group !== '')
}

/** Whether what was typed is the group, read forgivingly. */
export function isSameRecoveryGroup(typed: string, group: string): boolean {
  return normalizeRecoveryCode(typed) !== '' && normalizeRecoveryCode(typed) === normalizeRecoveryCode(group)
}

/** Two different positions, counted from 1 and in order, to be typed back. `randomBelow(n)` gives 0 to n - 1. */
export function askedPositions(groupCount: number, randomBelow: (limit: number) => number): readonly [number, number] {
  const first = randomBelow(groupCount)
  const step = 1 + randomBelow(groupCount - 1)
  const second = (first + step) % groupCount
  return first < second ? [first + 1, second + 1] : [second + 1, first + 1]
}
