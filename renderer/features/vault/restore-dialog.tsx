import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { app, call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus } from '../../store/session.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** Restores a back-up where there is no vault yet. Everything is checked before anything is put in place. */
export function RestoreDialog() {
  const [path, setPath] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const isReady = path !== null && passphrase !== ''
  const choosing = useAction(async () => {
    const chosen = await app('dialog.open-file', { title: 'Restore a back-up', extensions: ['cofferbackup'] })
    if (chosen !== null) setPath(chosen.path)
  })
  const restoring = useAction(async () => {
    if (path === null) return
    const restored = await call('workbench:RestoreVault', { Path: path, Passphrase: passphrase })
    closeDialog()
    await refreshStatus()
    const made = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(restored.CreatedDate * 1000)
    notify({ kind: 'done', text: `Restored ${restored.SecretCount.toLocaleString('en')} secrets from the back-up of ${made}. Unlock the vault to go on.` })
  })
  return (
    <FormDialog
      title="Restore from a back-up"
      description="Every row and value is checked before anything is put in place. The vault then opens as it did when the back-up was made."
      width="small"
      onClose={closeDialog}
      action="Restore"
      canSubmit={isReady}
      submission={restoring}
      mustFinish
      className="flex flex-col gap-4"
    >
      <div>
        <Button icon={<FileUp size={14} aria-hidden />} onPress={choosing.run} isDisabled={restoring.pending} autoFocus>
          {path === null ? 'Choose the back-up file' : 'Choose another file'}
        </Button>
        {path !== null && <p className="mono selectable mt-1.5 break-all text-muted">{path}</p>}
      </div>
      <PassphraseField label="Passphrase of the back-up" value={passphrase} onChange={setPassphrase} />
      {choosing.error !== null && <ErrorNote error={choosing.error} />}
    </FormDialog>
  )
}
