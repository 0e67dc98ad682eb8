import { LifeBuoy, Lock, LockOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { runCommand } from '../../commands/registry.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { classNames } from '../../components/class-names.ts'
import { Menu } from '../../components/menu.tsx'
import { durationText } from '../../components/relative-time.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { isDue } from '../../store/secret-query.ts'
import type { VaultStatus } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { openDialog, setQuery, showFolder, showSection } from '../../store/view.ts'
import { useRevised } from './use-revised.ts'

const PILL = 'inline-flex h-6 flex-none cursor-default items-center gap-1.5 rounded-md px-2 text-sm whitespace-nowrap hover:bg-sunken data-pressed:bg-line2'

function Pill(props: { readonly tip: string; readonly tone?: 'muted' | 'amber' | 'red'; readonly onPress: () => void; readonly children: ReactNode }) {
  const tone = props.tone === 'amber' ? 'text-amber' : props.tone === 'red' ? 'text-red' : 'text-muted'
  return (
    <Tooltip text={props.tip}>
      <Button className={classNames(PILL, tone)} onPress={props.onPress}>
        {props.children}
      </Button>
    </Tooltip>
  )
}

const DOT: Readonly<Record<VaultStatus['Endpoint']['State'], string>> = {
  on: 'bg-accent',
  starting: 'bg-amber',
  failed: 'bg-red',
  off: 'border-[1.5px] border-mark',
}

export function EndpointState() {
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  if (endpoint === undefined) return null
  const tip = endpoint.Reason ?? (endpoint.State === 'on' ? `The AWS endpoint answers at ${endpoint.Url ?? `port ${endpoint.Port}`}` : 'The AWS endpoint is off')
  return (
    <Pill tip={tip} tone={endpoint.State === 'failed' ? 'red' : 'muted'} onPress={() => showSection('endpoint')}>
      <span aria-hidden className={`dot size-[7px] rounded-full ${DOT[endpoint.State]}`} />
      <span>
        <span className="max-[1000px]:sr-only">Endpoint </span>
        {endpoint.State === 'on' ? `:${endpoint.Port}` : endpoint.State}
      </span>
    </Pill>
  )
}

/** Stands until two groups of the vault's recovery kit were typed back. */
export function RecoveryState() {
  const isKept = useStore((state) => state.session.vault?.Slots.some((slot) => slot.Type === 'recovery' && slot.Confirmed === true) ?? true)
  if (isKept) return null
  return (
    <Pill tip="Nobody can open the vault if its keychain or passphrase is lost. Make a recovery kit and type two groups of it back." tone="amber" onPress={() => openDialog('recovery-kit', {})}>
      <LifeBuoy size={14} aria-hidden />
      <span className="max-[1000px]:sr-only">Recovery kit</span>
    </Pill>
  )
}

export function DueState() {
  const nowMs = useNow(60_000)
  const count = useRevised((state) => {
    let due = 0
    for (const summary of state.secrets.summaries.values()) if (summary.DeletedDate === undefined && isDue(summary, nowMs)) due += 1
    return due
  }, nowMs)
  if (count === 0) return null
  return (
    <Pill
      tip="Rotations that are overdue or come within a week"
      tone="amber"
      onPress={() => {
        showFolder(null)
        setQuery('is:due')
      }}
    >
      <span aria-hidden className="dot size-[7px] rounded-full bg-amber" />
      {count.toLocaleString('en')} due
    </Pill>
  )
}

export function SealState() {
  const unsealedAtMs = useStore((state) => state.session.unsealedAtMs)
  const nowMs = useNow(30_000)
  const since = unsealedAtMs === null ? '' : durationText(Math.max(0, nowMs - unsealedAtMs))
  return (
    <Menu
      aria-label="Vault"
      entries={[{ id: 'seal', label: 'Seal the vault', icon: <Lock size={16} aria-hidden />, shortcut: shortcutText('Mod+L'), onAction: () => runCommand('vault.seal') }]}
    >
      <Button className={classNames(PILL, 'text-muted')}>
        <LockOpen size={14} aria-hidden />
        <span>
          Unsealed<span className="max-[1000px]:hidden">{since === '' ? null : ` · ${since}`}</span>
        </span>
      </Button>
    </Menu>
  )
}
