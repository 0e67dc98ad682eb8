import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askedPositions, isSameRecoveryGroup, normalizeRecoveryCode, recoveryGroups } from '../../shared/recovery-code.ts'

describe('recovery codes', () => {
  test('are read whatever the case, dashes, spaces, line breaks and look-alike letters', () => {
    expect(['0A1B-C2D3', '  oaib c2d3 ', 'OALB\nC2D3', '0a1b–c2d3'].map(normalizeRecoveryCode)).toStrictEqual(Array.from({ length: 4 }, () => '0A1BC2D3'))
  })

  test('split into their groups', () => {
    expect(recoveryGroups('7H3K-9QWX 4M2P\nABCD')).toStrictEqual(['7H3K', '9QWX', '4M2P', 'ABCD'])
  })

  test('a group typed back counts when it reads the same, never when it is empty', () => {
    expect([isSameRecoveryGroup('7h3k ', '7H3K'), isSameRecoveryGroup('7H3X', '7H3K'), isSameRecoveryGroup('', ''), isSameRecoveryGroup('o1', 'OI')]).toStrictEqual([
      true,
      false,
      false,
      true,
    ])
  })

  test('two groups are asked for: always different, in order, each position equally possible', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), (count, a, b) => {
        const draws = [a, b]
        const [first, second] = askedPositions(count, (limit) => (draws.shift() ?? 0) % limit)
        expect(first >= 1 && first < second && second <= count).toBe(true)
      }),
    )
  })
})
