import { Check, ChevronDown, Globe, Palette } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Menu, type MenuEntry } from '../../components/menu.tsx'
import { chooseContext } from '../../store/session.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog, showSection } from '../../store/view.ts'
import { regionPlace } from '../../components/region-names.ts'
import { accountColor, accountIdText } from '../../components/account-color.ts'

const PICKER = 'flex h-7 min-w-0 cursor-default items-center gap-1.5 rounded-md px-2 hover:bg-sunken data-pressed:bg-line2'

function Stripe({ color }: { readonly color: string | null }) {
  return <span aria-hidden className={`dot size-[7px] flex-none rounded-full ${color === null ? 'border-[1.5px] border-mark' : ''}`} style={color === null ? {} : { background: color }} />
}

function choose(choice: Parameters<typeof chooseContext>[0]): void {
  chooseContext(choice).catch(notifyError)
}

function AccountPicker() {
  const accounts = useStore((state) => state.session.accounts)
  const accountId = useStore((state) => state.session.accountId)
  const account = accounts.find((one) => one.AccountId === accountId)
  const entries: MenuEntry[] = accounts.map((one) => ({
    id: one.AccountId,
    label: one.Name,
    hint: accountIdText(one.AccountId),
    icon: one.AccountId === accountId ? <Check size={16} className="text-accent" aria-hidden /> : <span className="grid size-4 place-items-center"><Stripe color={accountColor(one.Color)} /></span>,
    onAction: () => choose({ accountId: one.AccountId }),
  }))
  entries.push({ id: 'name', label: 'Name and colour…', icon: <Palette size={16} aria-hidden />, startsGroup: true, onAction: () => openDialog('put-account', { accountId }) })
  entries.push({ id: 'add', label: 'Add an account…', icon: <span className="size-4" />, onAction: () => openDialog('put-account', {}) })
  return (
    <Menu aria-label="Accounts" entries={entries} placement="bottom start">
      <Button className={PICKER}>
        <span className="sr-only">Account </span>
        <Stripe color={accountColor(account?.Color)} />
        <span className="truncate font-bold">{account?.Name ?? 'account'}</span>
        <span className="hidden text-sm whitespace-nowrap text-muted tabular-nums xl:inline">{accountIdText(accountId)}</span>
        <ChevronDown size={12} className="flex-none text-faint" aria-hidden />
      </Button>
    </Menu>
  )
}

const AWAY = { detached: 'detached', unreachable: 'unreachable', older: 'older file', tampered: 'damaged' } as const

function RegionPicker() {
  const region = useStore((state) => state.session.region)
  const known = useStore((state) => state.regions.items)
  const named = useStore((state) => state.session.vault?.Regions)
  const primary = useStore((state) => state.session.vault?.Region)
  const regions = known.length > 0 ? known.map((one) => one.Region) : (named ?? [])
  const entries: MenuEntry[] = regions.map((one) => {
    const state = known.find((item) => item.Region === one)?.State ?? 'attached'
    const hint = state === 'attached' ? (one === primary ? 'primary' : regionPlace(one)) : AWAY[state]
    return {
      id: one,
      label: one,
      hint,
      icon: one === region ? <Check size={16} className="text-accent" aria-hidden /> : <span className="size-4" />,
      isDisabled: state !== 'attached',
      onAction: () => choose({ region: one }),
    }
  })
  entries.push({ id: 'manage', label: 'Show all regions', icon: <Globe size={16} aria-hidden />, startsGroup: true, onAction: () => showSection('regions') })
  entries.push({ id: 'add', label: 'Add a region…', icon: <span className="size-4" />, onAction: () => openDialog('add-region', {}) })
  return (
    <Menu aria-label="Regions" entries={entries} placement="bottom start">
      <Button className={`${PICKER} flex-none`}>
        <span className="sr-only">Region </span>
        <span className="truncate font-bold">{region}</span>
        {region === primary ? <span className="hidden text-sm text-muted xl:inline">primary</span> : null}
        <ChevronDown size={12} className="flex-none text-faint" aria-hidden />
      </Button>
    </Menu>
  )
}

export function ContextPickers() {
  return (
    <>
      <AccountPicker />
      <RegionPicker />
    </>
  )
}
