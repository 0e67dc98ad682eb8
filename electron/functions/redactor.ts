import type { Sensitive } from '../../shared/sensitive.ts'

const SHORTEST_SEARCHED = 4
const MASK = '[redacted]'

/** The ways in which a database, a driver or a log may write a value. */
function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const html = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')
  const bytes = Buffer.from(value, 'utf8')
  return [
    value,
    json,
    encodeURIComponent(safeText(value)),
    html,
    value.replace(/'/g, "''"),
    value.replace(/"/g, '""'),
    value.replace(/\]/g, ']]'),
    value.replace(/\\/g, '\\\\'),
    value.replace(/[\\']/g, (letter) => `\\${letter}`),
    value.replace(/[\\'"]/g, (letter) => `\\${letter}`),
    value.replace(/\\/g, '\\\\').replace(/'/g, "''"),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

/** `encodeURIComponent` throws at half a surrogate pair. */
function safeText(value: string): string {
  return value.toWellFormed()
}

/** Takes the secrets of a run out of every text that leaves it: logs and messages of drivers and servers. */
export class Redactor {
  readonly #forms = new Set<string>()
  #longestFirst: readonly string[] = []
  #hasShort = false

  add(value: Sensitive<string>): void {
    const text = value.reveal()
    if (text === '') return
    if (text.length < SHORTEST_SEARCHED) {
      this.#hasShort = true
      return
    }
    for (const form of formsOf(text)) this.#forms.add(form)
    this.#longestFirst = [...this.#forms].sort((a, b) => b.length - a.length)
  }

  /** A text of Coffer's own without the secrets that were put into it. */
  mask(text: string): string {
    return this.#longestFirst.reduce((kept, form) => kept.replaceAll(form, MASK), text)
  }

  /** A text of a driver or server without any secret. With one too short to look for, a text about passwords is dropped as a whole. */
  redact(text: string): string {
    return this.#hasShort && /password|identified|pwd/i.test(text) ? MASK : this.mask(text)
  }
}
