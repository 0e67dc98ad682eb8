import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { call } from '../../api/coffer-api.ts'
import { accountColor, accountIdText } from '../../components/account-color.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { loadAccounts } from '../../store/session.ts'
import type { Account } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

const COLORS: readonly { readonly id: Account['Color']; readonly label: string }[] = [
  { id: 'none', label: 'None' },
  { id: 'red', label: 'Red, for production' },
  { id: 'amber', label: 'Amber' },
  { id: 'green', label: 'Green' },
  { id: 'blue', label: 'Blue' },
  { id: 'violet', label: 'Violet' },
]

/** Names an account and gives it the colour of its stripe; without an id it is a new one. */
export function PutAccountDialog({ accountId }: { readonly accountId?: string }) {
  const known = useStore((state) => state.session.accounts.find((account) => account.AccountId === accountId))
  const [id, setId] = useState(accountId ?? '')
  const [name, setName] = useState(known?.Name ?? '')
  const [color, setColor] = useState<Account['Color']>(known?.Color ?? 'none')
  const idProblem = /^\d{12}$/.test(id) ? null : 'An account ID has 12 digits.'
  const isReady = idProblem === null && name.trim() !== ''
  const saving = useAction(async () => {
    await call('workbench:PutAccount', { AccountId: id, Name: name.trim(), Color: color })
    await loadAccounts()
    closeDialog()
  })
  return (
    <FormDialog
      title={accountId === undefined ? 'Add an account' : 'Account'}
      description={accountId === undefined ? 'Secrets belong to an account. Use the ID of a real AWS account to keep its ARNs, or any 12 digits.' : <span className="tabular-nums">{accountIdText(accountId)}</span>}
      width="small"
      onClose={closeDialog}
      hasEdits={id !== (accountId ?? '') || name !== (known?.Name ?? '') || color !== (known?.Color ?? 'none')}
      action={accountId === undefined ? 'Add account' : 'Save'}
      canSubmit={isReady}
      submission={saving}
      className="flex flex-col gap-4"
    >
      {accountId === undefined && <TextField label="Account ID" value={id} onChange={setId} mono autoFocus maxLength={12} error={id === '' ? null : idProblem} />}
      <TextField label="Name" value={name} onChange={setName} placeholder="acme-dev" maxLength={64} autoFocus={accountId !== undefined} />
      <RadioGroup aria-label="Colour of the stripe" value={color} onChange={(next) => setColor(next as Account['Color'])} className="flex flex-col gap-1">
        <span className="mb-1 text-sm font-medium text-muted">Colour of the stripe</span>
        <div className="grid grid-cols-2 gap-1.5">
          {COLORS.map((option) => (
            <Radio
              key={option.id}
              value={option.id}
              className="flex h-8 cursor-default items-center gap-2 rounded-md border border-line bg-panel px-2.5 hover:bg-sunken focus-visible:outline-2 focus-visible:outline-offset-1 selected:border-accent selected:shadow-[0_0_0_3px_var(--accent-soft)]"
            >
              <span aria-hidden className="dot size-2.5 rounded-full border border-mark" style={accountColor(option.id) === null ? {} : { background: accountColor(option.id) ?? '', borderColor: 'transparent' }} />
              {option.label}
            </Radio>
          ))}
        </div>
      </RadioGroup>
    </FormDialog>
  )
}
