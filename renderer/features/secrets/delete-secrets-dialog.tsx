import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { SecretNames } from '../../components/secret-names.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { deleteSecrets, secretNames, secretsText } from '../../store/secret-actions.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before many secrets go to the trash. */
export function DeleteSecretsDialog({ arns }: { readonly arns: readonly string[] }) {
  // The names are kept from when the dialog opened: one by one the secrets go.
  const [names] = useState(() => secretNames(arns))
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
      Programs that read {arns.length === 1 ? 'it' : 'them'} get an error from now on. You can restore {arns.length === 1 ? 'it' : 'them'} from the trash for 30 days.
      {names.length > 1 ? <SecretNames names={names} /> : null}
    </ConfirmDialog>
  )
}
