import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { Note } from '../../components/note.tsx'
import { keychainSilence, needsPassphrase, protectionOf, protectionOptions, type Protection } from '../../components/protection.ts'
import { ProtectionLimits } from '../../components/protection-limits.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import { refreshStatus } from '../../store/session.ts'
import type { VaultStatus } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { NO_PROOF, ProofField, proofInput } from './proof-field.tsx'

/** Another protection for the vault: what opens it from now on, and the proof that whoever asks may change that. */
export function ChangeProtectionDialog() {
  const vault = useStore((state) => state.session.vault)
  return vault === null ? null : <ProtectionForm vault={vault} />
}

function ProtectionForm({ vault }: { readonly vault: VaultStatus }) {
  // The dialog keeps what it opened with, also when the change has just been made.
  const [before] = useState(() => protectionOf(vault.Slots))
  const [wanted, setWanted] = useState<Protection>(before ?? 'passphrase')
  const [proof, setProof] = useState(NO_PROOF)
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const check = usePassphraseCheck(passphrase)

  const hasPassphrase = before !== null && needsPassphrase(before)
  const silence = keychainSilence(vault.Keychain)
  const kit = vault.Slots.find((slot) => slot.Type === 'recovery')
  const isTogether = wanted === 'keychain-plus-passphrase'
  // Who proves themselves by the code has lost the passphrase, or the keychain that goes with it.
  const wantsNew = needsPassphrase(wanted) && (!hasPassphrase || proof.isByCode)
  const isReady = (!hasPassphrase || proof.text !== '') && (!wantsNew || (check?.Acceptable === true && repeated === passphrase)) && !(isTogether && kit === undefined)
  const changing = useAction(async () => {
    await call('workbench:ChangeProtection', {
      Protection: wanted,
      ...(hasPassphrase && proofInput(proof)),
      ...(wantsNew && { NewPassphrase: passphrase }),
    })
    await refreshStatus()
    closeDialog()
    notify({ kind: 'done', text: 'The protection was changed. Copies and back-ups made before keep opening as they did.' })
  })
  return (
    <FormDialog
      title="Change the protection"
      description="The old ways open the vault until the new ones are proven to. Your secrets stay as they are."
      onClose={closeDialog}
      hasEdits={proof.text !== '' || passphrase !== ''}
      action="Change"
      canSubmit={isReady}
      submission={changing}
      mustFinish
    >
      <RadioGroup aria-label="What opens the vault" look="plain" options={protectionOptions(vault.Keychain)} value={wanted} onChange={setWanted} />
      {silence === null ? null : <p className="mt-2 text-sm text-muted">{silence} Until it does, only a passphrase can be chosen.</p>}
      {isTogether && (
        <Note tone="amber" className="mt-3" title="Keep the recovery kit at hand">
          {kit === undefined
            ? 'There is none. Make one in Settings, Vault, first: without it the vault would be lost with this computer’s keychain.'
            : `Without this computer’s keychain only the kit opens the vault.${kit.Confirmed === true ? '' : ' It was never confirmed: check that you have it.'} Another computer opens it with the kit once, and is then set up in this dialog.`}
        </Note>
      )}
      {hasPassphrase && <ProofField proof={proof} onChange={setProof} />}
      {wantsNew && (
        <NewPassphrase label={hasPassphrase ? 'New passphrase' : 'Passphrase'} passphrase={passphrase} repeated={repeated} check={check} onPassphrase={setPassphrase} onRepeated={setRepeated} suggest={suggestPassphrase} />
      )}
      <div className="mt-3">
        <Disclosure label="What this protects against, and what not">
          <ProtectionLimits protection={wanted} />
        </Disclosure>
      </div>
    </FormDialog>
  )
}
