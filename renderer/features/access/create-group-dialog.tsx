import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { closeDialog } from '../../store/view.ts'
import { nameProblem } from './user-policies.ts'

/** A new group, which has no users and allows nothing yet. */
export function CreateGroupDialog() {
  const [name, setName] = useState('')
  const problem = nameProblem(name, 128)
  const creation = useAction(async () => {
    await call('workbench:CreateGroup', { GroupName: name })
    closeDialog()
  })
  const canCreate = name !== '' && problem === null
  return (
    <Dialog
      title="New group"
      description="A policy of a group counts for each of its users."
      width="small"
      isBusy={creation.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={!canCreate} isPending={creation.pending} onPress={creation.run}>
            Create group
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canCreate) void creation.run()
        }}
      >
        <TextField label="Group name" value={name} onChange={setName} placeholder="payments-team" mono autoFocus error={name === '' ? null : problem} />
      </form>
      {creation.error === null ? null : <ErrorNote error={creation.error} className="mt-3" />}
    </Dialog>
  )
}
