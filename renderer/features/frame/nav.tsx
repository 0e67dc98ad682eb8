import { Activity, FunctionSquare, Globe, KeyRound, Lock, type LucideIcon, Plug, Plus, RefreshCw, Scale, Settings, Trash2, Users, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { classNames } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { deleteFilter } from '../../store/filters.ts'
import { countMatches } from '../../store/secrets.ts'
import type { Section } from '../../store/state.ts'
import { store, useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog, setQuery, showFolder, showSection } from '../../store/view.ts'
import { NAV_OFF, NAV_ON, NAV_ROW, NavAlarm, NavCount } from './nav-row.tsx'
import { NavTree } from './nav-tree.tsx'
import { useRevised } from './use-revised.ts'

function SectionLink(props: { readonly section: Section; readonly label: string; readonly icon: LucideIcon; readonly count?: number; readonly alarm?: { readonly count: number; readonly what: string } }) {
  const isOn = useStore((state) => state.view.section === props.section && (props.section !== 'secrets' || state.view.folder === null))
  const Icon = props.icon
  return (
    <Button
      onPress={() => (props.section === 'secrets' ? showFolder(null) : showSection(props.section))}
      {...(isOn ? { 'aria-current': 'page' as const } : {})}
      className={classNames(NAV_ROW, isOn ? NAV_ON : NAV_OFF)}
    >
      <Icon size={15} className="opacity-80" aria-hidden />
      <span className="truncate">{props.label}</span>
      {props.alarm !== undefined && props.alarm.count > 0 ? <NavAlarm {...props.alarm} /> : props.count === undefined ? null : <NavCount count={props.count} />}
    </Button>
  )
}

function Heading({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className="flex h-[30px] flex-none items-center justify-between pt-1 pl-2">
      <h2 className="text-xs font-bold text-faint">{text}</h2>
      {children}
    </div>
  )
}

function FilterLink(props: { readonly label: string; readonly query: string; readonly tone: 'amber' | 'plain'; readonly onDelete?: () => void }) {
  const isOn = useStore((state) => state.view.section === 'secrets' && state.view.query === props.query)
  const count = useRevised(() => countMatches(props.query), props.query)
  return (
    <div className="group relative">
      <Button
        onPress={() => {
          showFolder(null)
          setQuery(isOn ? '' : props.query)
        }}
        aria-pressed={isOn}
        className={classNames(NAV_ROW, isOn ? NAV_ON : `${NAV_OFF} text-muted`)}
      >
        <span aria-hidden className="grid size-[15px] flex-none place-items-center">
          <span className={`dot size-[7px] rounded-full ${props.tone === 'amber' ? 'bg-amber' : 'border-[1.5px] border-mark'}`} />
        </span>
        <span className="truncate">{props.label}</span>
        <NavCount count={count} />
      </Button>
      {props.onDelete === undefined ? null : (
        <IconButton
          label={`Delete the filter ${props.label}`}
          icon={<X size={14} />}
          onPress={props.onDelete}
          className="absolute top-0 right-0 bg-sunken opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        />
      )}
    </div>
  )
}

/** There while the filter field holds something that is not saved yet. */
function SaveFilterButton() {
  const isNew = useStore((state) => {
    const query = state.view.section === 'secrets' ? state.view.query.trim() : ''
    return query !== '' && query !== 'is:due' && query !== 'is:never-rotated' && !state.view.savedFilters.some((filter) => filter.Query === query)
  })
  if (!isNew) return null
  return <IconButton label="Save this filter" icon={<Plus size={14} />} onPress={() => openDialog('save-filter', { query: store.getState().view.query.trim() })} />
}

function SavedFilters() {
  const filters = useStore((state) => state.view.savedFilters)
  return (
    <>
      <Heading text="Saved filters">
        <SaveFilterButton />
      </Heading>
      <FilterLink label="Due this week" query="is:due" tone="amber" />
      <FilterLink label="Never rotated" query="is:never-rotated" tone="plain" />
      {filters.map((filter) => (
        <FilterLink key={filter.Id} label={filter.Label} query={filter.Query} tone="plain" onDelete={() => void deleteFilter(filter.Id).catch(notifyError)} />
      ))}
    </>
  )
}

/** The left column: secrets by folder, saved filters, the other sections. */
export function Nav() {
  const secretCount = useStore((state) => state.secrets.order.length)
  const trashCount = useStore((state) => state.secrets.trashOrder.length)
  const regionCount = useStore((state) => state.regions.items.length)
  const keyCount = useStore((state) => state.keys.items.length)
  const rotationCount = useStore((state) => state.rotations.items.length)
  const attentionCount = useStore((state) => state.rotations.attentionArns.size)
  return (
    <nav aria-label="Sections" className="flex h-full flex-col gap-px overflow-y-auto bg-sunken px-2 py-2.5">
      <SectionLink section="secrets" label="Secrets" icon={KeyRound} count={secretCount} />
      <NavTree />
      <SavedFilters />
      <Heading text="Vault" />
      <SectionLink section="keys" label="Keys" icon={Lock} count={keyCount} />
      <SectionLink section="rotation" label="Rotation" icon={RefreshCw} count={rotationCount} alarm={{ count: attentionCount, what: 'failed or overdue' }} />
      <SectionLink section="regions" label="Regions" icon={Globe} {...(regionCount > 0 ? { count: regionCount } : {})} />
      <SectionLink section="functions" label="Functions" icon={FunctionSquare} />
      <SectionLink section="access" label="Access" icon={Users} />
      <SectionLink section="explain" label="Explain" icon={Scale} />
      <SectionLink section="endpoint" label="Endpoint" icon={Plug} />
      <SectionLink section="activity" label="Activity" icon={Activity} />
      <span className="min-h-3 flex-1" />
      <SectionLink section="trash" label="Trash" icon={Trash2} {...(trashCount > 0 ? { count: trashCount } : {})} />
      <SectionLink section="settings" label="Settings" icon={Settings} />
    </nav>
  )
}
