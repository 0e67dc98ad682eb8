import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import { customPolicyStart, POLICY_TEMPLATES, policyDocumentProblem, policyFor, prefixProblem, userNameProblem, type PolicyTemplate } from './user-policies.ts'

/** A new user with what it may do; its first access key is made in the next dialog. */
export function CreateUserDialog() {
  const accountId = useStore((state) => state.session.accountId)
  const [userName, setUserName] = useState('')
  const [template, setTemplate] = useState<PolicyTemplate>('everything')
  const [prefix, setPrefix] = useState('')
  const [custom, setCustom] = useState(() => customPolicyStart(accountId))
  const [tried, setTried] = useState(false)
  const nameProblem = userNameProblem(userName)
  const policyProblem = template === 'read-only-prefix' ? prefixProblem(prefix) : template === 'custom' ? policyDocumentProblem(custom) : null
  const creation = useAction(async () => {
    await call('workbench:CreateUser', { UserName: userName, ...policyFor({ template, accountId, prefix, custom }) })
    openDialog('create-access-key', { userName })
  })

  const create = async () => {
    setTried(true)
    if (nameProblem === null && policyProblem === null) await creation.run()
  }

  return (
    <Dialog
      title="New user"
      description="Programs and team mates call as a user of this vault."
      onClose={closeDialog}
      hasEdits={userName !== ''}
      isBusy={creation.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" onPress={create} isPending={creation.pending}>
            Create user
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <TextField label="User name" value={userName} onChange={setUserName} placeholder="payments-api" mono autoFocus error={tried || userName !== '' ? nameProblem : null} />
        <RadioGroup
          label="May do"
          look="plain"
          options={POLICY_TEMPLATES.map(({ id, label, description }) => ({ value: id, label, hint: description }))}
          value={template}
          onChange={setTemplate}
        />
        {template === 'read-only-prefix' && (
          <TextField label="Names start with" value={prefix} onChange={setPrefix} placeholder="prod/payments/" mono error={tried || prefix !== '' ? policyProblem : null} />
        )}
        {template === 'custom' && <TextArea label="Policy document" value={custom} onChange={setCustom} rows={14} mono error={policyProblem} />}
        {creation.error !== null && <ErrorNote error={creation.error} />}
      </form>
    </Dialog>
  )
}
