import { useState } from 'react'
import { isAccountId, rootArn } from '../../../shared/arn.ts'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { PrincipalPicker } from '../../components/principal-picker.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useIdentities } from '../../hooks/use-identities.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { nameProblem } from './user-policies.ts'

type Trust = 'account' | 'principals'

/** A new role: who may assume it. What its sessions may do is said by the policies that are added then. */
export function CreateRoleDialog() {
  const region = useStore((state) => state.session.region)
  const ownAccount = useStore((state) => state.session.accountId)
  const { identities } = useIdentities()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [trust, setTrust] = useState<Trust>('account')
  const [account, setAccount] = useState(ownAccount)
  const [principals, setPrincipals] = useState<readonly string[]>([])
  const problem = nameProblem(name, 64)
  const trusted = trust === 'account' ? (isAccountId(account) ? [rootArn(region, account)] : []) : principals
  const creation = useAction(async () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: trusted.length === 1 ? trusted[0] : trusted }, Action: 'sts:AssumeRole' }] }
    await call('workbench:CreateRole', { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(document), ...(description.trim() !== '' && { Description: description.trim() }) })
    closeDialog()
  })
  const canCreate = name !== '' && problem === null && trusted.length > 0
  return (
    <FormDialog
      title="New role"
      description="Programs assume a role and get temporary credentials of it."
      hasEdits={name !== ''}
      onClose={closeDialog}
      action="Create role"
      canSubmit={canCreate}
      submission={creation}
      className="flex flex-col gap-4"
    >
      <TextField label="Role name" value={name} onChange={setName} placeholder="payments-api" mono autoFocus error={name === '' ? null : problem} />
      <TextField label="Description" value={description} onChange={setDescription} maxLength={1000} />
      <RadioGroup
        label="May be assumed by"
        look="plain"
        value={trust}
        onChange={setTrust}
        options={[
          { value: 'account', label: 'An account', hint: 'Whoever there has a policy that allows it.' },
          { value: 'principals', label: 'Certain users and roles', hint: 'Of this account.' },
        ]}
      />
      {trust === 'account' ? (
        <TextField label="Account ID" value={account} onChange={setAccount} mono error={isAccountId(account) ? null : 'An account ID has 12 digits.'} />
      ) : (
        <PrincipalPicker label="Users and roles" identities={identities} chosen={principals} onChange={setPrincipals} />
      )}
    </FormDialog>
  )
}
