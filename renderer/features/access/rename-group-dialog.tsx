import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { nameProblem } from './user-policies.ts'

/** Another name for a group. Nothing names a group in a policy, so nothing else changes. */
export function RenameGroupDialog({ groupName }: { readonly groupName: string }) {
  const [name, setName] = useState(groupName)
  const problem = nameProblem(name, 128)
  const renaming = useAction(async () => {
    await call('workbench:UpdateGroup', { GroupName: groupName, NewGroupName: name })
    closeDialog()
    const back = () => call('workbench:UpdateGroup', { GroupName: name, NewGroupName: groupName }).then(() => undefined)
    notify({ kind: 'done', text: `${groupName} is called ${name} now.`, action: { label: 'Undo', run: back } })
  })
  return (
    <FormDialog
      title={`Rename ${groupName}`}
      width="small"
      onClose={closeDialog}
      hasEdits={name !== groupName}
      action="Rename"
      canSubmit={name !== '' && name !== groupName && problem === null}
      submission={renaming}
    >
      <TextField label="Group name" value={name} onChange={setName} mono autoFocus error={problem} hint="Its users and policies stay. Its ARN has the new name in it." />
    </FormDialog>
  )
}
