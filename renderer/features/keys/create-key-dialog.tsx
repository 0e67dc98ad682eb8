import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { aliasProblem, createKey, focusKey } from '../../store/keys.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog, showSection } from '../../store/view.ts'

/** Creates a customer managed key with an alias. */
export function CreateKeyDialog() {
  const [alias, setAlias] = useState('')
  const [description, setDescription] = useState('')
  const problem = aliasProblem(alias)
  const action = useAction(async () => {
    const arn = await createKey(description.trim(), alias === '' ? '' : `alias/${alias}`)
    closeDialog()
    showSection('keys')
    focusKey(arn)
    notify({ kind: 'done', text: 'Created the key.' })
  })
  const canCreate = problem === null
  return (
    <FormDialog
      title="Create a key"
      description="A symmetric key that encrypts the secrets you choose it for. It never leaves the vault."
      width="small"
      hasEdits={alias !== '' || description !== ''}
      onClose={closeDialog}
      action="Create key"
      canSubmit={canCreate}
      submission={action}
      className="flex flex-col gap-3"
    >
      <TextField label="Alias" value={alias} onChange={setAlias} error={problem} placeholder="payments" hint="Programs use it as alias/name." mono autoFocus />
      <TextField label="Description" value={description} onChange={setDescription} maxLength={8192} placeholder="Secrets of the payments team" />
    </FormDialog>
  )
}
