import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { aliasProblem, createAlias } from '../../store/keys.ts'
import { closeDialog } from '../../store/view.ts'

/** Gives a key one more name. */
export function CreateAliasDialog({ keyArn }: { readonly keyArn: string }) {
  const [alias, setAlias] = useState('')
  const problem = aliasProblem(alias)
  const action = useAction(async () => {
    await createAlias(`alias/${alias}`, keyArn.slice(keyArn.lastIndexOf('/') + 1))
    closeDialog()
  })
  const canCreate = alias !== '' && problem === null
  return (
    <Dialog
      title="Create an alias"
      description={<span className="mono break-all">{keyArn}</span>}
      width="small"
      isBusy={action.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={!canCreate} isPending={action.pending} onPress={action.run}>
            Create alias
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canCreate) void action.run()
        }}
      >
        <TextField label="Alias" value={alias} onChange={setAlias} error={problem} placeholder="payments" hint="Programs use it as alias/name." mono autoFocus />
      </form>
      {action.error === null ? null : <ErrorNote error={action.error} className="mt-3" />}
    </Dialog>
  )
}
