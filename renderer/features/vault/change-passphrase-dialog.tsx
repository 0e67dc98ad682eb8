import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import { refreshStatus } from '../../store/session.ts'
import { useStore } from '../../store/store.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** A new passphrase for the vault, or its first. */
export function ChangePassphraseDialog() {
  const hasPassphrase = useStore((state) => state.session.vault?.Slots.some((slot) => slot.Type === 'passphrase' || slot.Type === 'keychain-plus-passphrase') ?? false)
  // The dialog keeps the words it opened with, also when the change has just given the vault its first passphrase.
  const [isChange] = useState(hasPassphrase)
  const [current, setCurrent] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const check = usePassphraseCheck(passphrase)
  const isReady = (!isChange || current !== '') && check?.Acceptable === true && repeated === passphrase
  const changing = useAction(async () => {
    await call('workbench:ChangePassphrase', { NewPassphrase: passphrase, ...(isChange && { CurrentPassphrase: current }) })
    await refreshStatus()
    closeDialog()
    notify({ kind: 'done', text: isChange ? 'The passphrase was changed. Back-ups keep the passphrase they were made with.' : 'The passphrase opens the vault from now on.' })
  })
  return (
    <FormDialog
      title={isChange ? 'Change the passphrase' : 'Add a passphrase'}
      description={isChange ? 'The old one opens the vault until the new one is proven to.' : 'It opens the vault where the keychain is not there.'}
      width="small"
      onClose={closeDialog}
      hasEdits={passphrase !== ''}
      action={isChange ? 'Change' : 'Add'}
      canSubmit={isReady}
      submission={changing}
      mustFinish
    >
      {isChange && <PassphraseField label="Current passphrase" value={current} onChange={setCurrent} autoFocus />}
      <NewPassphrase
        label={isChange ? 'New passphrase' : 'Passphrase'}
        passphrase={passphrase}
        repeated={repeated}
        check={check}
        onPassphrase={setPassphrase}
        onRepeated={setRepeated}
        suggest={suggestPassphrase}
        autoFocus={!isChange}
      />
    </FormDialog>
  )
}
