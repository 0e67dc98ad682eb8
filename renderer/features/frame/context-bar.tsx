import { Search } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Kbd } from '../../components/kbd.tsx'
import { runCommand } from '../../commands/registry.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { useStore } from '../../store/store.ts'
import { accountColor } from '../../components/account-color.ts'
import { ContextPickers } from './context-pickers.tsx'
import { DueState, EndpointState, RecoveryState, SealState } from './states.tsx'

/** The bar on top: where this window is (account, region), the way to everything, and how the vault is. */
export function ContextBar() {
  const color = useStore((state) => accountColor(state.session.accounts.find((account) => account.AccountId === state.session.accountId)?.Color))
  return (
    <header className="relative flex items-center gap-1.5 border-b border-line bg-panel px-3">
      {color === null ? null : <div aria-hidden className="absolute inset-x-0 top-0 h-0.5 opacity-85 [forced-color-adjust:none]" style={{ background: color }} />}
      <div className="flex min-w-0 flex-1 items-center">
        <ContextPickers />
      </div>
      <Button
        onPress={() => runCommand('palette.open')}
        className="flex h-7 w-[420px] min-w-[120px] shrink max-[1100px]:w-[320px] cursor-default items-center gap-2 rounded-md border border-line bg-sunken px-2 text-faint hover:border-mark"
      >
        <Search size={14} aria-hidden />
        <span className="min-w-0 flex-1 truncate text-left">Search or run a command</span>
        <Kbd>{shortcutText('Mod+K')}</Kbd>
      </Button>
      <div className="flex flex-1 items-center justify-end">
        <EndpointState />
        <RecoveryState />
        <DueState />
        <SealState />
      </div>
    </header>
  )
}
