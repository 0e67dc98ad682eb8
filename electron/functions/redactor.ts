import type { Sensitive } from '../../shared/sensitive.ts'
import { MASK, maskText } from './own/redact.ts'
import { formsOf } from './own/secret-forms.ts'

/** Takes the secrets of a run out of every text that leaves it: logs and messages of drivers and servers. */
export class Redactor {
  readonly #values = new Set<string>()
  #forms = formsOf(this.#values)

  add(value: Sensitive<string>): void {
    this.#values.add(value.reveal())
    this.#forms = formsOf(this.#values)
  }

  /** A text of Coffer's own without the secrets that were put into it. */
  mask(text: string): string {
    return maskText(text, this.#forms)
  }

  /** A text of a driver or server without any secret. With one too short to look for, a text about passwords is dropped as a whole. */
  redact(text: string): string {
    return this.#forms.hasShort && /password|identified|pwd/i.test(text) ? MASK : this.mask(text)
  }
}
