import { useState } from 'react'
import { Note } from '../../components/note.tsx'
import { TextLink } from '../../components/text-link.tsx'
import type { VaultStatus } from '../../store/state.ts'
import { FailureNote } from './failure-note.tsx'
import { KeychainPanel, PassphrasePanel, RecoveryPanel } from './unlock-panels.tsx'
import { needsBoth, preferredMethod, unlockMethods, type UnlockMethod } from './unlock-words.ts'
import { useUnlock } from './use-unlock.ts'

const LINK: Readonly<Record<UnlockMethod, string>> = {
  keychain: 'Use the keychain',
  passphrase: 'Use the passphrase',
  recovery: 'Use the recovery code',
}

/** The ways to open this vault, the likeliest in front, with what went wrong and what to do about it. */
export function UnlockForm({ status, newHome }: { readonly status: VaultStatus; readonly newHome: string | null }) {
  const methods = unlockMethods(status)
  const [chosen, setChosen] = useState<UnlockMethod | null>(null)
  const method = chosen ?? preferredMethod(status)
  const { unlock, pending, failure, clearFailure, waitSeconds } = useUnlock(status, newHome)
  const choose = (next: UnlockMethod) => {
    clearFailure()
    setChosen(next)
  }
  const keychainIsDown = failure === null && (methods.includes('keychain') || needsBoth(status)) && status.Keychain.State === 'unavailable'
  // Then the one thing to decide is whether to open it all the same.
  const isOlder = failure?.error.code === 'VaultOlderThanLastSeen'
  const panel = { pending: pending !== null, waitSeconds, unlock }
  const others = methods.filter((other) => other !== method)

  return (
    <>
      {keychainIsDown && (
        <Note tone="amber" className="mt-3" title={`${status.Keychain.Backend} does not answer`} role="status">
          {status.Keychain.Reason ?? 'It may be locked.'} The vault and its key are untouched.
        </Note>
      )}
      {failure !== null && <FailureNote failure={failure} status={status} unlock={unlock} onMethod={choose} />}
      {!isOlder && method === 'keychain' && <KeychainPanel {...panel} backend={status.Keychain.Backend} />}
      {!isOlder && method === 'passphrase' && <PassphrasePanel {...panel} backend={needsBoth(status) ? status.Keychain.Backend : null} />}
      {!isOlder && method === 'recovery' && <RecoveryPanel {...panel} />}
      {others.length > 0 && (
        <div className="mt-5 flex flex-wrap gap-x-4 gap-y-1">
          {others.map((other) => (
            <TextLink key={other} onPress={() => choose(other)} isDisabled={pending !== null}>
              {LINK[other]}
            </TextLink>
          ))}
        </div>
      )}
    </>
  )
}
