import { useState } from 'react'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { Note } from '../../components/note.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useStore } from '../../store/store.ts'
import type { VaultStatus } from '../../store/state.ts'
import { openDialog } from '../../store/view.ts'
import { FailureNote } from './failure-note.tsx'
import { KeychainPanel, PassphrasePanel, RecoveryPanel } from './unlock-panels.tsx'
import { preferredMethod, unlockMethods, type UnlockMethod } from './unlock-words.ts'
import { useUnlock } from './use-unlock.ts'

const LINK: Readonly<Record<UnlockMethod, string>> = {
  keychain: 'Use the keychain',
  passphrase: 'Use the passphrase',
  recovery: 'Use the recovery code',
}

/** What stands in front of a sealed vault. */
export function UnlockScreen() {
  const status = useStore((state) => state.session.vault)
  return status === null ? null : <Unlock status={status} />
}

function Unlock({ status }: { readonly status: VaultStatus }) {
  const reason = useStore((state) => state.session.reason)
  const methods = unlockMethods(status)
  const [chosen, setChosen] = useState<UnlockMethod | null>(null)
  const method = chosen ?? preferredMethod(status)
  const { unlock, pending, failure, clearFailure, waitSeconds } = useUnlock(status)

  const choose = (next: UnlockMethod) => {
    clearFailure()
    setChosen(next)
  }
  const keychainIsDown = failure === null && methods.includes('keychain') && status.Keychain.State === 'unavailable'
  // Then the one thing to decide is whether to open it all the same.
  const isOlder = failure?.error.code === 'VaultOlderThanLastSeen'
  const panel = { pending: pending !== null, waitSeconds, unlock }

  return (
    <QuietColumn
      title="Unlock the vault"
      intro={
        <>
          {reason !== null && <span className="block">{reason}</span>}
          <span className="mono block truncate text-faint" title={status.DataFolder}>
            {status.DataFolder}
          </span>
        </>
      }
      links={
        <>
          {methods
            .filter((other) => other !== method)
            .map((other) => (
              <TextLink key={other} onPress={() => choose(other)} isDisabled={pending !== null}>
                {LINK[other]}
              </TextLink>
            ))}
          <TextLink onPress={() => openDialog('restore-vault', {})} isDisabled={pending !== null}>
            Restore from a back-up
          </TextLink>
        </>
      }
    >
      {status.Warnings.map((warning) => (
        <Note key={warning.Code} tone="amber" className="mt-3">
          {warning.Message}
        </Note>
      ))}
      {keychainIsDown && (
        <Note tone="amber" className="mt-3" title={`${status.Keychain.Backend} does not answer`} role="status">
          {status.Keychain.Reason ?? 'It may be locked.'} The vault and its key are untouched.
        </Note>
      )}
      {failure !== null && <FailureNote failure={failure} status={status} unlock={unlock} onMethod={choose} />}
      {!isOlder && method === 'keychain' && <KeychainPanel {...panel} backend={status.Keychain.Backend} />}
      {!isOlder && method === 'passphrase' && <PassphrasePanel {...panel} />}
      {!isOlder && method === 'recovery' && <RecoveryPanel {...panel} />}
    </QuietColumn>
  )
}
