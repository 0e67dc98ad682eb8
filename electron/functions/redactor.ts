import type { Sensitive } from '../../shared/sensitive.ts'
import { MASK, maskText } from './own/redact.ts'
import { formsOf, type SecretForms } from './own/secret-forms.ts'

/** Takes the secrets of a run out of every text that leaves it: logs and messages of drivers and servers. */
export class Redactor {
  readonly #values = new Set<string>()
  /** Null until a text asks for them: a run adds many values and says little, and each value has dozens of forms. */
  #forms: SecretForms | null = null

  add(value: Sensitive<string>): void {
    const known = this.#values.size
    if (this.#values.add(value.reveal()).size > known) this.#forms = null
  }

  /** A text of Coffer's own without the secrets that were put into it. */
  mask(text: string): string {
    return maskText(text, this.#known())
  }

  /** A text of a driver or server without any secret. With one too short to look for, a text about passwords is dropped as a whole. */
  redact(text: string): string {
    return this.#known().hasShort && /password|identified|pwd/i.test(text) ? MASK : this.mask(text)
  }

  #known(): SecretForms {
    return (this.#forms ??= formsOf(this.#values))
  }
}
