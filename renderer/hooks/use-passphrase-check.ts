import { useEffect, useState } from 'react'
import { call } from '../api/coffer-api.ts'
import { notifyError } from '../store/toasts.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'

export type PassphraseCheck = WireOutput<'workbench:CheckPassphrase'>

const QUIET_MS = 180

interface Checked {
  readonly passphrase: string
  readonly check: PassphraseCheck
}

/** The vault's judgement of a passphrase once typing pauses; null while there is none for exactly this text. */
export function usePassphraseCheck(passphrase: string): PassphraseCheck | null {
  const [checked, setChecked] = useState<Checked | null>(null)
  useEffect(() => {
    if (passphrase === '') {
      setChecked(null)
      return undefined
    }
    let current = true
    const timer = setTimeout(() => {
      call('workbench:CheckPassphrase', { Passphrase: passphrase }).then(
        // A slow answer to an earlier text must not judge the present one.
        (check) => current && setChecked({ passphrase, check }),
        (thrown: unknown) => {
          if (!current) return
          setChecked(null)
          notifyError(thrown)
        },
      )
    }, QUIET_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [passphrase])
  return checked?.passphrase === passphrase ? checked.check : null
}
