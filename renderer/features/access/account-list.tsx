import { Check, Plus } from 'lucide-react'
import { Button } from 'react-aria-components'
import { accountColor, accountIdText } from '../../components/account-color.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

const ROW = 'flex h-(--row) w-full flex-none cursor-default items-center gap-2 border-b border-line2 px-3 text-left hover:bg-sunken focus-visible:-outline-offset-2'

/** The accounts of the vault with their colours; one press edits name and colour. */
export function AccountList() {
  const accounts = useStore((state) => state.session.accounts)
  const accountId = useStore((state) => state.session.accountId)
  return (
    <>
      {accounts.map((account) => {
        const color = accountColor(account.Color)
        return (
          <Button key={account.AccountId} className={ROW} onPress={() => openDialog('put-account', { accountId: account.AccountId })}>
            <span aria-hidden className={`dot size-[7px] flex-none rounded-full ${color === null ? 'border-[1.5px] border-mark' : ''}`} style={color === null ? {} : { background: color }} />
            <span className="min-w-0 flex-1 truncate">{account.Name}</span>
            {account.AccountId === accountId && <Check size={14} className="text-accent" aria-hidden />}
            <span className="flex-none text-sm text-muted tabular-nums">{accountIdText(account.AccountId)}</span>
            <span className="sr-only">{account.AccountId === accountId ? 'chosen, edit' : 'edit'}</span>
          </Button>
        )
      })}
      <Button className={`${ROW} text-muted`} onPress={() => openDialog('put-account', {})}>
        <Plus size={14} aria-hidden /> Add an account
      </Button>
    </>
  )
}
