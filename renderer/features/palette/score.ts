/** How well words fit a text, all in lower case; 0 when one is missing. Beginnings of words count more, those of `title` most. */
export function scoreWords(text: string, words: readonly string[], title: string): number {
  let score = 0
  for (const word of words) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    if (title.startsWith(word)) score += 8
    else if (beginsWord(title, word)) score += 5
    else if (title.includes(word)) score += 3
    else score += beginsWord(text, word) ? 2 : 1
  }
  return score
}

/** True when a word of the text begins so. */
export function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || /[\s/_.:-]/.test(text[at - 1] as string)) return true
  }
  return false
}

/** How well words fit a secret's name that is known to match somewhere; short names and last parts win. */
export function scoreName(name: string, words: readonly string[]): number {
  const last = name.slice(name.lastIndexOf('/') + 1)
  let score = 1
  for (const word of words) {
    if (last === word) score += 12
    else if (last.startsWith(word)) score += 8
    else if (name.startsWith(word)) score += 6
    else if (beginsWord(name, word)) score += 4
    else if (name.includes(word)) score += 2
  }
  return score + 1 / (1 + name.length)
}
