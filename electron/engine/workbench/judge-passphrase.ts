import type { Host, PassphraseStrength } from '../host.ts'
import { MIN_PASSPHRASE_CHARACTERS, MIN_PASSPHRASE_SCORE } from '../vault/passphrase.ts'

export interface Judgement extends PassphraseStrength {
  /** Why it is not taken and what to do; null when it is. */
  readonly problem: string | null
}

/** Whether a passphrase may protect a vault, by the same rules that CreateVault and ChangePassphrase hold to. */
export async function judgePassphrase(host: Host, passphrase: string): Promise<Judgement> {
  const text = passphrase.normalize('NFKC')
  const strength = await host.passphraseStrength(text)
  if ([...text].length < MIN_PASSPHRASE_CHARACTERS) return { ...strength, problem: `Use at least ${MIN_PASSPHRASE_CHARACTERS} characters.` }
  if (strength.score < MIN_PASSPHRASE_SCORE) return { ...strength, problem: 'This is easy to guess. Add words that do not belong together.' }
  return { ...strength, problem: null }
}
