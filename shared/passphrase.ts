/** The rules for a passphrase: at least 12 characters that are hard to guess, or six words drawn at random. */
export const MIN_PASSPHRASE_CHARACTERS = 12
/** On zxcvbn's scale of 0 (guessed at once) to 4. */
export const MIN_PASSPHRASE_SCORE = 3
export const GENERATED_PASSPHRASE_WORDS = 6

export interface PassphraseVerdict {
  readonly label: string
  /** Filled parts of a meter of four. */
  readonly filled: 0 | 1 | 2 | 3 | 4
  readonly tone: 'red' | 'amber' | 'accent'
}

/** What a meter shows for a passphrase of so many characters (code points) and a zxcvbn score from 0 to 4. */
export function passphraseVerdict(characters: number, score: number, acceptable: boolean): PassphraseVerdict {
  if (characters < MIN_PASSPHRASE_CHARACTERS) {
    const missing = MIN_PASSPHRASE_CHARACTERS - characters
    return { label: `Too short: ${missing} more character${missing === 1 ? '' : 's'}`, filled: characters === 0 ? 0 : 1, tone: 'red' }
  }
  if (!acceptable) return score <= 1 ? { label: 'Guessed in seconds', filled: 1, tone: 'red' } : { label: 'Guessed in hours', filled: 2, tone: 'amber' }
  return score >= 4 ? { label: 'Strong', filled: 4, tone: 'accent' } : { label: 'Good', filled: 3, tone: 'accent' }
}

/**
 * Six words with dashes between them, each drawn evenly from `words`. `randomBelow(n)` gives a whole number from 0 to n - 1
 * from a cryptographic source.
 */
export function generatePassphrase(words: readonly string[], randomBelow: (limit: number) => number): string {
  return Array.from({ length: GENERATED_PASSPHRASE_WORDS }, () => words[randomBelow(words.length)] ?? '').join('-')
}
