import type { ReactNode } from 'react'
import type { RecoveryKit } from '../../../shared/recovery-kit.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RecoveryKitCard, RecoveryKitConfirm } from '../../components/recovery-kit.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useRecoveryKit } from '../../hooks/use-recovery-kit.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** A new kit, shown this once, to be typed back. `note` says what came with it. */
export function NewKit({ kit, note }: { readonly kit: RecoveryKit; readonly note?: ReactNode }) {
  const recovery = useRecoveryKit(kit)
  const confirmation = useAction(async () => {
    await recovery.confirm()
    closeDialog()
    notify({ kind: 'done', text: 'The recovery kit is kept.' })
  })
  return (
    <Dialog
      title="Keep your recovery kit"
      description="It is shown this once."
      onClose={closeDialog}
      hasEdits
      isBusy={confirmation.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Later, and remind me</Button>
          <Button variant="primary" onPress={confirmation.run} isDisabled={!recovery.isConfirmed} isPending={confirmation.pending}>
            Done
          </Button>
        </>
      }
    >
      {note}
      <RecoveryKitCard kit={kit} onPrint={recovery.print} onCopy={recovery.copy} onSave={recovery.save} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (recovery.isConfirmed) void confirmation.run()
        }}
      >
        <p className="mt-4 text-muted">Type two groups from where you keep it.</p>
        <RecoveryKitConfirm code={kit.code} positions={recovery.positions} typed={recovery.typed} onType={recovery.setTyped} />
        <button type="submit" hidden />
      </form>
      {confirmation.error !== null && <ErrorNote error={confirmation.error} className="mt-3" />}
    </Dialog>
  )
}
