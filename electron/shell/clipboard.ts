import { createHash } from 'node:crypto'
import { clipboard } from 'electron'

export interface SecretClipboard {
  /** Copies text; a secret is cleared after `clearAfterSeconds` unless something else was copied meanwhile. Answers when, in epoch ms. */
  copy(text: string, secret: boolean, clearAfterSeconds: number): Promise<number | null>
  /** Clears the clipboard now if what it holds is a secret that was copied here. */
  clearOwn(): Promise<void>
}

/**
 * The clipboard with a memory of a hash only: what is on it is compared with what was put there, so foreign text survives.
 * `onChange` hears when the text will be cleared, and null once nothing of ours is left. Electron's clipboard answers at once in
 * older releases and by promise in newer ones; awaiting serves both.
 */
export function createSecretClipboard(onChange: (clearsAtMs: number | null) => void): SecretClipboard {
  let own: { readonly digest: string; readonly timer: NodeJS.Timeout } | null = null
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64')

  const clearOwn = async (): Promise<void> => {
    if (own === null) return
    const { digest, timer } = own
    own = null
    clearTimeout(timer)
    if (digestOf(await clipboard.readText()) === digest) clipboard.clear()
    onChange(null)
  }

  return {
    async copy(text, secret, clearAfterSeconds) {
      if (own !== null) clearTimeout(own.timer)
      own = null
      await clipboard.writeText(text)
      if (!secret) {
        onChange(null)
        return null
      }
      const delayMs = clearAfterSeconds * 1000
      own = { digest: digestOf(text), timer: setTimeout(() => void clearOwn(), delayMs) }
      const clearsAtMs = Date.now() + delayMs
      onChange(clearsAtMs)
      return clearsAtMs
    },
    clearOwn,
  }
}
