import type { Sensitive } from '../../shared/sensitive.ts'
import { formsOf } from './own/secret-forms.ts'

const SHORTEST_SEARCHED = 4
const MASK = '[redacted]'

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
    for (const form of formsOf([text]).patterns) this.#forms.add(form.toString('utf8'))
    // As SQL Server quotes.
    this.#forms.add(text.replaceAll(']', ']]'))
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
