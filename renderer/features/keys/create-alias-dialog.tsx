import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { aliasProblem, createAlias, keyTitle } from '../../store/keys.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

/** Gives a key one more name. */
export function CreateAliasDialog({ keyArn }: { readonly keyArn: string }) {
  const [alias, setAlias] = useState('')
  const name = useStore((state) => {
    const item = state.keys.items.find((one) => one.metadata.Arn === keyArn)
    return item === undefined ? keyArn : keyTitle(item)
  })
  const problem = aliasProblem(alias)
  const action = useAction(async () => {
    await createAlias(`alias/${alias}`, keyArn.slice(keyArn.lastIndexOf('/') + 1))
    closeDialog()
  })
  const canCreate = alias !== '' && problem === null
  return (
    <FormDialog
      title="Create an alias"
      description={<span className="mono break-all">{name}</span>}
      width="small"
      onClose={closeDialog}
      action="Create alias"
      canSubmit={canCreate}
      submission={action}
    >
      <TextField label="Alias" value={alias} onChange={setAlias} error={problem} placeholder="payments" hint="Programs use it as alias/name." mono autoFocus />
    </FormDialog>
  )
}
