import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
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
    <FormDialog
      title="New group"
      description="A policy of a group counts for each of its users."
      width="small"
      onClose={closeDialog}
      action="Create group"
      canSubmit={canCreate}
      submission={creation}
    >
      <TextField label="Group name" value={name} onChange={setName} placeholder="payments-team" mono autoFocus error={name === '' ? null : problem} />
    </FormDialog>
  )
}
