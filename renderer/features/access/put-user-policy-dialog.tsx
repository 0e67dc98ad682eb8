import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { notify } from '../../store/toasts.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { customPolicyStart, policyDocumentProblem, readablePolicy, userNameProblem } from './user-policies.ts'

interface PutUserPolicyDialogProps {
  readonly userName: string
  readonly policyName?: string
}

/** Adds or edits a policy of a user. */
export function PutUserPolicyDialog({ userName, policyName }: PutUserPolicyDialogProps) {
  const accountId = useStore((state) => state.session.accountId)
  const { value, error } = useLatest(`${userName}/${policyName ?? ''}`, async () =>
    policyName === undefined ? customPolicyStart(accountId) : readablePolicy((await call('workbench:GetUserPolicy', { UserName: userName, PolicyName: policyName })).PolicyDocument),
  )
  if (error !== null) {
    return (
      <Dialog title="Policy" width="small" onClose={closeDialog}>
        <ErrorNote error={error} />
      </Dialog>
    )
  }
  if (value === null) {
    return (
      <Dialog title="Policy" width="small" onClose={closeDialog}>
        <Spinner label="Reading the policy" />
      </Dialog>
    )
  }
  return <PolicyForm userName={userName} start={value} {...(policyName !== undefined && { policyName })} />
}

function PolicyForm({ userName, policyName, start }: PutUserPolicyDialogProps & { readonly start: string }) {
  const [name, setName] = useState(policyName ?? '')
  const [document, setDocument] = useState(start)
  const nameProblem = userNameProblem(name) === null ? null : 'Letters, digits and + = , . @ - _ only.'
  const documentProblem = policyDocumentProblem(document)
  const isReady = nameProblem === null && documentProblem === null
  const saving = useAction(async () => {
    await call('workbench:PutUserPolicy', { UserName: userName, PolicyName: name, PolicyDocument: document })
    closeDialog()
    notify({ kind: 'done', text: `Saved the policy ${name} of ${userName}.` })
  })
  return (
    <Dialog
      title={policyName === undefined ? `Add a policy to ${userName}` : `Policy ${policyName} of ${userName}`}
      description="It counts from the next call on."
      onClose={closeDialog}
      hasEdits={document !== start}
      isBusy={saving.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" onPress={saving.run} isDisabled={!isReady} isPending={saving.pending}>
            Save policy
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {policyName === undefined && <TextField label="Policy name" value={name} onChange={setName} mono autoFocus placeholder="read-payments" error={name === '' ? null : nameProblem} />}
        <TextArea label="Policy document" value={document} onChange={setDocument} rows={16} mono error={documentProblem} />
        {saving.error !== null && <ErrorNote error={saving.error} />}
      </div>
    </Dialog>
  )
}
