import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { closeDialog, openDialog } from '../../store/view.ts'
import type { PolicyOwner } from './policy-rows.tsx'
import { nameProblem } from './user-policies.ts'

/** Names a new policy; the editor comes next. */
export function AddPolicyDialog({ type, name }: PolicyOwner) {
  const [policyName, setPolicyName] = useState('')
  const problem = nameProblem(policyName, 128)
  const go = () => {
    if (policyName !== '' && problem === null) openDialog('edit-policy', { subject: { type, name, policyName } })
  }
  return (
    <Dialog
      title={`Add a policy to ${name}`}
      width="small"
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={policyName === '' || problem !== null} onPress={go}>
            Write the policy
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          go()
        }}
      >
        <TextField label="Policy name" value={policyName} onChange={setPolicyName} placeholder="read-payments" mono autoFocus error={policyName === '' ? null : problem} hint="A policy of that name, if there is one, is opened." />
      </form>
    </Dialog>
  )
}
