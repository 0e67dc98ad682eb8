import { Chip } from '../../components/chip.tsx'
import type { GridColumn } from '../../components/data-grid.tsx'
import { durationText, fullTimeText } from '../../components/relative-time.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { StagingLabel } from '../../components/staging-label.tsx'
import { keyLabel, keyState } from '../../store/keys.ts'
import type { SecretSummary, SortColumn } from '../../store/state.ts'
import { store } from '../../store/store.ts'

export type SecretColumn = SortColumn | 'labels'

export const SECRET_COLUMNS: readonly GridColumn<SecretColumn>[] = [
  { id: 'name', label: 'Name', width: 'minmax(0, 1fr)', sortable: true },
  { id: 'labels', label: 'Labels', width: '196px', fromWidth: 720 },
  { id: 'key', label: 'Key', width: '78px', sortable: true, fromWidth: 440 },
  { id: 'changed', label: 'Changed', width: '78px', sortable: true, fromWidth: 300 },
  { id: 'rotates', label: 'Rotates', width: '78px', sortable: true, fromWidth: 400 },
]

function labelsOf(summary: SecretSummary): readonly string[] {
  return Object.values(summary.VersionIdsToStages).flat()
}

function Name({ summary }: { readonly summary: SecretSummary }) {
  const isRotating = labelsOf(summary).includes('AWSPENDING')
  return (
    <span className="flex items-center gap-2">
      <SecretName name={summary.Name} />
      {isRotating ? <Chip tone="amber">pending</Chip> : null}
    </span>
  )
}

function Rotates({ summary, nowMs }: { readonly summary: SecretSummary; readonly nowMs: number }) {
  const rotation = store.getState().rotations.attentionArns.has(summary.ARN) ? store.getState().rotations.items.find((item) => item.ARN === summary.ARN) : undefined
  if (rotation?.ErrorMessage !== undefined) return <span className="text-sm text-red">failed</span>
  if (summary.NextRotationDate === undefined) return <span className="text-sm text-faint">—</span>
  const ms = summary.NextRotationDate * 1000
  const left = ms - nowMs
  const text = durationText(left)
  const isLate = left < 0
  return (
    <span className={`text-sm ${isLate || text === 'now' ? 'text-amber' : 'text-muted'}`} title={fullTimeText(ms)}>
      {text === 'now' ? 'now' : isLate ? `${text} late` : `in ${text}`}
    </span>
  )
}

/** A key that cannot be used is red: its secrets cannot be read. */
function KeyName({ label, state }: { readonly label: string; readonly state: string }) {
  if (state === 'Enabled') return <span className="text-sm text-muted">{label}</span>
  return (
    <span className="text-sm text-red" title={`The key is ${state}: the value cannot be read.`}>
      {label}
      <span className="sr-only"> ({state})</span>
    </span>
  )
}

/** One cell of the grid of secrets. It reads the summary when it is drawn; the grid draws it again when the revision rises. */
export function SecretCell({ arn, column, nowMs }: { readonly arn: string; readonly column: SecretColumn; readonly nowMs: number }) {
  const { secrets, keys } = store.getState()
  const summary = secrets.summaries.get(arn)
  if (summary === undefined) return null
  switch (column) {
    case 'name':
      return <Name summary={summary} />
    case 'labels':
      return (
        <span className="flex items-center gap-1 overflow-hidden">
          {labelsOf(summary).map((label) => (
            <StagingLabel key={label} label={label} />
          ))}
        </span>
      )
    case 'key':
      return <KeyName label={keyLabel(keys, summary.KmsKeyId)} state={keyState(keys, summary.KmsKeyId)} />
    case 'changed':
      return (
        <span className="text-sm text-muted" title={fullTimeText(summary.LastChangedDate * 1000)}>
          {durationText(summary.LastChangedDate * 1000 - nowMs)}
        </span>
      )
    case 'rotates':
      return <Rotates summary={summary} nowMs={nowMs} />
  }
}
