import { useState } from 'react'
import { app, call } from '../../api/coffer-api.ts'
import { bytesText } from '../../components/bytes.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { backUpName } from './back-up-name.ts'

/** Writes the whole vault to one encrypted file. */
export function BackUpDialog() {
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const check = usePassphraseCheck(passphrase)
  const isReady = check?.Acceptable === true && repeated === passphrase
  const backUp = useAction(async () => {
    const chosen = await app('dialog.save-file', { title: 'Back up the vault', suggestedName: backUpName(Date.now()) })
    if (chosen === null) return
    const made = await call('workbench:BackUpVault', { Path: chosen.path, Passphrase: passphrase })
    closeDialog()
    notify({ kind: 'done', text: `Backed up to ${made.Path}, ${bytesText(made.SizeBytes)}.` })
  })
  return (
    <FormDialog
      title="Back up the vault"
      description="All regions, keys, users and the record of calls, in one file that only its passphrase opens. The recovery kit does not open it."
      width="small"
      onClose={closeDialog}
      hasEdits={passphrase !== ''}
      action="Choose a file"
      canSubmit={isReady}
      submission={backUp}
      mustFinish
    >
      <NewPassphrase label="Passphrase of the back-up" passphrase={passphrase} repeated={repeated} check={check} onPassphrase={setPassphrase} onRepeated={setRepeated} suggest={suggestPassphrase} autoFocus />
    </FormDialog>
  )
}
