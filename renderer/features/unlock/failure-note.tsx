import { useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { VaultStatus } from '../../store/state.ts'
import { adviceFor, isOlderConsent, OLDER_CONSENT_WORD, type NextStep, type UnlockMethod } from './unlock-words.ts'
import type { UnlockFailure } from './use-unlock.ts'

interface FailureNoteProps {
  readonly failure: UnlockFailure
  readonly status: VaultStatus
  readonly unlock: (input: WireInput<'workbench:Unlock'>) => Promise<void>
  readonly onMethod: (method: UnlockMethod) => void
}

/** Why the vault did not open, what that means for the data, and what can be done. */
export function FailureNote({ failure, status, unlock, onMethod }: FailureNoteProps) {
  const advice = adviceFor(failure.error, status)
  const step = (name: NextStep) => {
    switch (name) {
      case 'retry':
        return failure.method === 'keychain' ? <Button key={name} onPress={() => void unlock({ Method: 'keychain' })}>Try again</Button> : null
      case 'passphrase':
        return <Button key={name} onPress={() => onMethod('passphrase')}>Use the passphrase</Button>
      case 'recovery':
        return <Button key={name} onPress={() => onMethod('recovery')}>Use the recovery code</Button>
      case 'accept-older':
      case 'wait':
        return null
    }
  }
  const actions = advice.steps.map(step).filter((action) => action !== null)
  return (
    <>
      <Note tone={advice.tone === 'wrong' ? 'red' : 'amber'} title={advice.title} role="alert" className="mt-4" {...(actions.length > 0 && { actions })}>
        {advice.text}
      </Note>
      {advice.steps.includes('accept-older') && <OlderConsent status={status} failure={failure} unlock={unlock} />}
    </>
  )
}

/** Opening an older vault needs a typed word, and the secret once more: it is not kept between attempts. */
function OlderConsent({ failure, unlock }: Pick<FailureNoteProps, 'status' | 'failure' | 'unlock'>) {
  const [word, setWord] = useState('')
  const [secret, setSecret] = useState('')
  const needsSecret = failure.method !== 'keychain'
  const isReady = isOlderConsent(word) && (!needsSecret || secret !== '')
  return (
    <form
      className="mt-4 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isReady) return
        void unlock({
          Method: failure.method,
          AcceptOlderVault: true,
          ...(failure.method === 'passphrase' && { Passphrase: secret }),
          ...(failure.method === 'recovery' && { RecoveryCode: secret }),
        })
      }}
    >
      <TextField label={`Type “${OLDER_CONSENT_WORD}” to open it all the same`} value={word} onChange={setWord} autoFocus />
      {needsSecret && <PassphraseField label={failure.method === 'passphrase' ? 'Passphrase' : 'Recovery code'} value={secret} onChange={setSecret} />}
      <Button type="submit" variant="danger" size="large" isDisabled={!isReady}>
        Open the older vault
      </Button>
    </form>
  )
}
