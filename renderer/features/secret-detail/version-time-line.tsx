import { Ellipsis } from 'lucide-react'
import { GridList, GridListItem } from 'react-aria-components'
import { classNames } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, type MenuEntry } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StagingLabel } from '../../components/staging-label.tsx'
import { copyText } from '../../store/clipboard.ts'
import { moveStagingLabel, type SecretVersion, shortVersionId } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'

/** The order in which labels stand on a version. */
function byRank(left: string, right: string): number {
  const rank = (label: string) => ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'].indexOf(label) + 1 || 9
  return rank(left) - rank(right) || (left < right ? -1 : 1)
}

function dotLook(stages: readonly string[]): string {
  if (stages.includes('AWSCURRENT')) return 'bg-accent'
  if (stages.includes('AWSPENDING')) return 'border-2 border-amber bg-panel'
  return 'border-2 border-mark bg-panel'
}

async function takeOff(arn: string, label: string, versionId: string): Promise<void> {
  await moveStagingLabel(arn, label, versionId, null)
  notify({
    kind: 'done',
    text: `Took ${label} off ${shortVersionId(versionId)}.`,
    action: { label: 'Undo', run: () => moveStagingLabel(arn, label, null, versionId).catch(notifyError) },
  })
}

function entriesOf({ ARN: arn, PrimaryRegion: primaryRegion }: SecretSummary, version: SecretVersion): MenuEntry[] {
  const { VersionId: versionId, VersionStages: stages = [] } = version
  const isCurrent = stages.includes('AWSCURRENT')
  const copyId = { id: 'copy', label: 'Copy VersionId', startsGroup: true, onAction: () => void copyText(versionId, { secret: false }).catch(notifyError) }
  // A replica's labels are moved in its primary.
  if (primaryRegion !== undefined) return [{ ...copyId, startsGroup: false }]
  const removable = stages.filter((stage) => stage !== 'AWSCURRENT')
  return [
    ...(isCurrent ? [] : [{ id: 'roll-back', label: 'Move AWSCURRENT here', onAction: () => openDialog('roll-back', { arn, versionId }) }]),
    { id: 'label', label: 'Add or move a label', onAction: () => openDialog('move-label', { arn, versionId }) },
    ...removable.map((label) => ({ id: `remove ${label}`, label: `Take ${label} off`, onAction: () => void takeOff(arn, label, versionId).catch(notifyError) })),
    copyId,
  ]
}

/** Versions, newest first, with their labels; two of them can be picked. */
export function VersionTimeLine(props: {
  readonly summary: SecretSummary
  readonly versions: readonly SecretVersion[]
  readonly picked: readonly string[]
  readonly onPick: (picked: readonly string[]) => void
}) {
  const { summary, versions, picked, onPick } = props
  function pick(selection: 'all' | Set<string | number>): void {
    if (selection === 'all') return
    const ids = [...selection].map(String)
    const added = ids.filter((id) => !picked.includes(id))
    const kept = picked.filter((id) => ids.includes(id))
    // A third pick takes the place of the one that was picked first.
    onPick([...kept, ...added].slice(-2))
  }
  return (
    <div className="relative pl-[22px]">
      <span aria-hidden className="absolute top-3 bottom-4 left-[5.5px] w-[1.5px] bg-line" />
      <GridList aria-label="Versions, newest first; pick two to compare" selectionMode="multiple" selectionBehavior="toggle" disallowEmptySelection={false} selectedKeys={new Set(picked)} onSelectionChange={pick} className="no-ring flex flex-col gap-0.5 outline-none">
        {versions.map((version) => {
          const stages = [...(version.VersionStages ?? [])].sort(byRank)
          return (
            <GridListItem
              key={version.VersionId}
              id={version.VersionId}
              textValue={`${version.VersionId} ${stages.join(' ')}`}
              className="no-ring group relative flex min-h-[30px] cursor-default items-center gap-2 rounded-md px-2 py-0.5 outline-none hover:bg-line2 data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 selected:bg-accent-soft"
            >
              <span aria-hidden className={classNames('absolute top-[11px] -left-[20px] size-[9px] rounded-full', dotLook(stages))} />
              <span className={classNames('mono', stages.length === 0 && 'text-muted')} title={version.VersionId}>
                {shortVersionId(version.VersionId)}
              </span>
              <span className="flex min-w-0 flex-1 flex-wrap gap-1">
                {stages.length === 0 ? <span className="text-sm text-faint">no label</span> : stages.map((label) => <StagingLabel key={label} label={label} />)}
              </span>
              <span className="flex-none text-sm text-muted">
                <RelativeTime ms={version.CreatedDate * 1000} />
              </span>
              <Menu aria-label={`Actions for version ${shortVersionId(version.VersionId)}`} entries={entriesOf(summary, version)}>
                <IconButton label="Labels and more" icon={<Ellipsis size={16} />} className="-my-1 -mr-1.5" />
              </Menu>
            </GridListItem>
          )
        })}
      </GridList>
    </div>
  )
}
