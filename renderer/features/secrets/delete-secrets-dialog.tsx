import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { deleteSecrets, secretsText } from '../../store/secret-actions.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before many secrets go to the trash. */
export function DeleteSecretsDialog({ arns }: { readonly arns: readonly string[] }) {
  const action = useAction(async () => {
    await deleteSecrets(arns)
    closeDialog()
  })
  return (
    <ConfirmDialog
      title={`Move ${secretsText(arns)} to the trash?`}
      action="Move to trash"
      isDanger
      isPending={action.pending}
      error={action.error}
      onConfirm={action.run}
      onClose={closeDialog}
    >
      Programs that read them get an error from now on. You can restore them from the trash for 30 days.
    </ConfirmDialog>
  )
}
