import { Checkbox } from '../../components/checkbox.tsx'
import { Chip } from '../../components/chip.tsx'
import { ModeSwitch } from '../../components/mode-switch.tsx'
import { Note } from '../../components/note.tsx'
import { Select } from '../../components/select.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { TextField } from '../../components/text-field.tsx'
import { VirtualList } from '../../components/virtual-list.tsx'
import { DEFAULT_KEY, useKeyOptions } from '../../hooks/use-key-options.ts'
import type { ImportPlan, PlannedEntry } from '../../store/transfer.ts'
import { entryText, FORMAT_OPTIONS, isWritten } from './import-words.ts'

const TONE = { new: 'accent', changed: 'amber', same: 'neutral', refused: 'red' } as const
const ROW_PX = 34
const LIST_PX = 306
const BORDERS_PX = 2
const PROBLEMS_SHOWN = 6
const LAYOUTS = [
  { id: 'one-secret', label: 'One secret' },
  { id: 'one-secret-per-entry', label: 'One for each' },
] as const

function EntryRow({ entry, isChosen, onChoose }: { readonly entry: PlannedEntry; readonly isChosen: boolean; readonly onChoose: (isChosen: boolean) => void }) {
  return (
    <div className="flex h-full items-center gap-3 border-b border-line2 px-3">
      <Checkbox aria-label={`Import ${entry.Name}`} isSelected={isChosen} isDisabled={!isWritten(entry)} onChange={onChoose} />
      <span className="mono max-w-[45%] min-w-0 flex-none truncate" title={entry.Name}>
        {entry.Name}
      </span>
      <span className={`min-w-0 flex-1 truncate text-sm ${entry.Status === 'refused' ? 'text-red' : 'text-muted'}`} title={entryText(entry)}>
        {entryText(entry)}
      </span>
      <Chip tone={TONE[entry.Status]}>{entry.Status}</Chip>
    </div>
  )
}

function count(plan: ImportPlan, status: PlannedEntry['Status']): number {
  return plan.Entries.filter((entry) => entry.Status === status).length
}

/** What an import would do, entry by entry; the layout and the name can be changed and are planned again. */
export function ImportPreview(props: {
  readonly plan: ImportPlan
  readonly name: string
  readonly onName: (name: string) => void
  readonly onLayout: (layout: ImportPlan['Layout']) => void
  readonly isPlanning: boolean
  /** Names that are left out though they could be written. */
  readonly left: ReadonlySet<string>
  readonly onLeft: (left: ReadonlySet<string>) => void
  readonly kmsKeyId: string | null
  readonly onKey: (kmsKeyId: string | null) => void
}) {
  const { plan, left, onLeft } = props
  const keyOptions = useKeyOptions()
  const isOne = plan.Layout === 'one-secret'
  const writable = plan.Entries.filter(isWritten)
  const chosenCount = writable.filter((entry) => !left.has(entry.Name)).length
  const formatLabel = FORMAT_OPTIONS.find((option) => option.value === plan.Format)?.label ?? plan.Format
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        {plan.NamesSecrets ? null : (
          <div>
            <span className="mb-1 block text-sm font-medium text-muted">Layout</span>
            <div className="flex h-[30px] items-center">
              <ModeSwitch aria-label="Layout" modes={LAYOUTS} value={plan.Layout} onChange={props.onLayout} />
            </div>
          </div>
        )}
        <TextField label={isOne ? 'Name' : 'Before every name'} value={props.name} onChange={props.onName} placeholder={isOne ? 'prod/app' : 'prod/app/'} mono className="min-w-56 flex-1" />
        <Select label="Key for new secrets" options={keyOptions} value={props.kmsKeyId ?? DEFAULT_KEY} onChange={(value) => props.onKey(value === DEFAULT_KEY ? null : value)} className="w-48" />
      </div>
      <div className="flex items-center gap-2 text-sm text-muted">
        <span>
          {formatLabel}: {count(plan, 'new').toLocaleString('en')} new, {count(plan, 'changed').toLocaleString('en')} changed, {count(plan, 'same').toLocaleString('en')} the same
          {count(plan, 'refused') === 0 ? '' : `, ${count(plan, 'refused').toLocaleString('en')} refused`}
        </span>
        {props.isPlanning ? <Spinner label="Planning" /> : null}
        <span className="flex-1" />
        {writable.length > 1 ? (
          <Checkbox
            isSelected={chosenCount === writable.length}
            isIndeterminate={chosenCount > 0 && chosenCount < writable.length}
            onChange={(isAll) => onLeft(isAll ? new Set() : new Set(writable.map((entry) => entry.Name)))}
          >
            {chosenCount.toLocaleString('en')} chosen
          </Checkbox>
        ) : null}
      </div>
      {plan.Entries.length === 0 ? null : (
        <div className="overflow-hidden rounded-lg border border-line" style={{ height: Math.min(LIST_PX, plan.Entries.length * ROW_PX + BORDERS_PX) }}>
          <VirtualList aria-label="What would be imported" items={plan.Entries} keyOf={(entry) => entry.Name} rowHeight={ROW_PX}>
            {(entry) => (
              <EntryRow
                entry={entry}
                isChosen={isWritten(entry) && !left.has(entry.Name)}
                onChoose={(isChosen) => {
                  const next = new Set(left)
                  if (isChosen) next.delete(entry.Name)
                  else next.add(entry.Name)
                  onLeft(next)
                }}
              />
            )}
          </VirtualList>
        </div>
      )}
      {plan.Problems.length === 0 ? null : (
        <Note tone="amber" title={plan.Entries.length === 0 ? 'Nothing can be imported' : 'Left out or changed on the way'}>
          <ul>
            {plan.Problems.slice(0, PROBLEMS_SHOWN).map((problem, index) => (
              // The list never changes its order.
              <li key={index}>
                {problem.Line === undefined ? '' : `Line ${problem.Line}: `}
                {problem.Message}
              </li>
            ))}
            {plan.Problems.length > PROBLEMS_SHOWN ? <li>And {plan.Problems.length - PROBLEMS_SHOWN} more lines.</li> : null}
          </ul>
        </Note>
      )}
    </div>
  )
}
