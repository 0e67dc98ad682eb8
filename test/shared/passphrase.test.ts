import { describe, expect, test } from 'vitest'
import { generatePassphrase, passphraseVerdict } from '../../shared/passphrase.ts'

describe('passphrase meter', () => {
  test('says the length that is missing before it says anything else, and never calls a refused passphrase good', () => {
    expect([
      passphraseVerdict(0, 0, false),
      passphraseVerdict(11, 4, false),
      passphraseVerdict(12, 1, false),
      passphraseVerdict(12, 2, false),
      passphraseVerdict(20, 3, true),
      passphraseVerdict(20, 4, true),
    ]).toStrictEqual([
      { label: 'Too short: 12 more characters', filled: 0, tone: 'red' },
      { label: 'Too short: 1 more character', filled: 1, tone: 'red' },
      { label: 'Guessed in seconds', filled: 1, tone: 'red' },
      { label: 'Guessed in hours', filled: 2, tone: 'amber' },
      { label: 'Good', filled: 3, tone: 'accent' },
      { label: 'Strong', filled: 4, tone: 'accent' },
    ])
  })

  test('a generated passphrase is six words, each drawn by the given source', () => {
    const draws = [0, 1, 2, 2, 1, 0]
    expect(generatePassphrase(['oak', 'river', 'stone'], (limit) => (draws.shift() ?? 0) % limit)).toBe('oak-river-stone-stone-river-oak')
  })
})
