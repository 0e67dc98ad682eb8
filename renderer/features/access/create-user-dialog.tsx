import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
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
  const nameProblem = userNameProblem(userName)
  const policyProblem = template === 'read-only-prefix' ? prefixProblem(prefix) : template === 'custom' ? policyDocumentProblem(custom) : null
  const creation = useAction(async () => {
    await call('workbench:CreateUser', { UserName: userName, ...policyFor({ template, accountId, prefix, custom }) })
    openDialog('create-access-key', { userName })
  })

  return (
    <FormDialog
      title="New user"
      description="Programs and team mates call as a user of this vault."
      onClose={closeDialog}
      hasEdits={userName !== ''}
      action="Create user"
      canSubmit={nameProblem === null && policyProblem === null}
      submission={creation}
      className="flex flex-col gap-4"
    >
      <TextField label="User name" value={userName} onChange={setUserName} placeholder="payments-api" mono autoFocus error={userName === '' ? null : nameProblem} />
      <RadioGroup
        label="May do"
        look="plain"
        options={POLICY_TEMPLATES.map(({ id, label, description }) => ({ value: id, label, hint: description }))}
        value={template}
        onChange={setTemplate}
      />
      {template === 'read-only-prefix' && (
        <TextField label="Names start with" value={prefix} onChange={setPrefix} placeholder="prod/payments/" mono error={prefix === '' ? null : policyProblem} />
      )}
      {template === 'custom' && <TextArea label="Policy document" value={custom} onChange={setCustom} rows={14} mono error={policyProblem} />}
    </FormDialog>
  )
}
