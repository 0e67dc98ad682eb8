const SEPARATORS = ['/', '-', '_', '+', '=', '.', '@'] as const

/**
 * The words of a text as Secrets Manager's search sees them: split at the separator if the text has one kind of separator
 * (a text with two kinds stays whole), then at blanks, before each capital that small letters follow, and between a letter
 * and a digit.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html and recorded answers.
 */
export function splitWords(text: string): string[] {
  if ((SEPARATORS as readonly string[]).includes(text)) return []
  const found = SEPARATORS.filter((separator) => text.includes(separator))
  if (found.length > 1) return [text]
  const parts = found.length === 1 ? text.split(found[0] as string) : [text]
  return parts
    .flatMap((part) => part.split(' '))
    .flatMap((part) => part.split(/([^a-z][a-z]+)/))
    .flatMap((part) => part.split(/(?<=[A-Za-z])(?=[0-9])/))
    .filter((word) => word !== '')
}

/** True when every word of `wanted` is the beginning of some word of `text`, in any order and case. */
export function matchesWords(wanted: string, text: string): boolean {
  const wantedWords = splitWords(wanted).map((word) => word.toLowerCase())
  if (wantedWords.length === 0) return false
  const words = splitWords(text).map((word) => word.toLowerCase())
  return wantedWords.every((wantedWord) => words.some((word) => word.startsWith(wantedWord)))
}
