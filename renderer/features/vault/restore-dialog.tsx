import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { app, call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
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
    <Dialog
      title="Restore from a back-up"
      description="Every row and value is checked before anything is put in place. The vault then opens as it did when the back-up was made."
      width="small"
      onClose={closeDialog}
      isBusy={restoring.pending}
      footer={
        <>
          <Button onPress={closeDialog} isDisabled={restoring.pending}>
            Cancel
          </Button>
          <Button variant="primary" onPress={restoring.run} isDisabled={!isReady} isPending={restoring.pending}>
            Restore
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void restoring.run()
        }}
      >
        <div>
          <Button icon={<FileUp size={14} aria-hidden />} onPress={choosing.run} isDisabled={restoring.pending}>
            {path === null ? 'Choose the back-up file' : 'Choose another file'}
          </Button>
          {path !== null && <p className="mono selectable mt-1.5 break-all text-muted">{path}</p>}
        </div>
        <PassphraseField label="Passphrase of the back-up" value={passphrase} onChange={setPassphrase} />
        {choosing.error !== null && <ErrorNote error={choosing.error} />}
        {restoring.error !== null && <ErrorNote error={restoring.error} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
