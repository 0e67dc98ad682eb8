/** The text with a full stop at its end, unless it has one or another mark that ends a sentence. */
export function asSentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
