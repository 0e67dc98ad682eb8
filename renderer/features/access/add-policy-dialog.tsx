import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import type { PolicyOwner } from './policy-rows.tsx'
import { nameProblem } from './user-policies.ts'

/** Names a new policy; the editor comes next. */
export function AddPolicyDialog({ type, name }: PolicyOwner) {
  const [policyName, setPolicyName] = useState('')
  const problem = nameProblem(policyName, 128)
  const writing = useAction(async () => openDialog('edit-policy', { subject: { type, name, policyName } }))
  return (
    <FormDialog title={`Add a policy to ${name}`} width="small" onClose={closeDialog} action="Write the policy" canSubmit={policyName !== '' && problem === null} submission={writing}>
      <TextField label="Policy name" value={policyName} onChange={setPolicyName} placeholder="read-payments" mono autoFocus error={policyName === '' ? null : problem} hint="A policy of that name, if there is one, is opened." />
    </FormDialog>
  )
}
