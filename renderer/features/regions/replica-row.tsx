import { Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Note } from '../../components/note.tsx'
import { regionPlace } from '../../components/region-names.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { type ReplicaLine, type ReplicationTarget, retryReplica, showRegion, showSecretInRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { spanText } from './region-words.ts'

const TONE = { InSync: 'blue', InProgress: 'amber', Failed: 'red' } as const

/** `aws/secretsmanager` of an alias, alias ARN or key ARN. */
function keyName(kmsKeyId: string): string {
  const alias = kmsKeyId.indexOf('alias/')
  return alias >= 0 ? kmsKeyId.slice(alias + 'alias/'.length) : kmsKeyId.slice(kmsKeyId.lastIndexOf('/') + 1)
}

/** What to do about a replica that failed, by AWS's message. */
function nextStep(message: string): { readonly text: string; readonly canOverwrite: boolean } {
  if (/name/i.test(message)) return { text: 'Another secret has this name there. Rename or delete that one and try again, or replace it.', canOverwrite: true }
  if (/key|kms/i.test(message)) return { text: 'Enable the key in that region or its permissions and try again, or remove the replica and replicate with another key.', canOverwrite: false }
  return { text: 'Try again once the cause is put right.', canOverwrite: false }
}

/** One replica: its region, status, lag and key, and what can be done about it. */
export function ReplicaRow(props: { readonly replica: ReplicaLine; readonly target: ReplicationTarget | undefined; readonly isHere?: boolean; readonly onChange: () => void }) {
  const { replica, target, isHere = false, onChange } = props
  const { ARN: arn, Region: region, PrimaryRegion: primaryRegion, Status: status } = replica
  const state = useStore((all) => all.regions.items.find((one) => one.Region === region)?.State)
  const [overwriting, setOverwriting] = useState(false)
  const retrying = useAction(async (overwrite: boolean) => {
    await retryReplica(primaryRegion, arn, region, overwrite)
    setOverwriting(false)
    onChange()
  })
  const isAway = state !== undefined && state !== 'attached'
  const step = status === 'Failed' ? nextStep(replica.StatusMessage ?? '') : null
  return (
    <li className="border-line2 px-3 py-2.5 not-first:border-t">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="mono">{region}</span>
          <span className="ml-2 text-sm text-muted">{regionPlace(region)}</span>
        </span>
        <Chip tone={TONE[status]}>{status}</Chip>
        {isHere ? null : (
          <Menu
            aria-label={`Actions for the replica in ${region}`}
            entries={[
              { id: 'show', label: 'Show the replica', isDisabled: isAway || status === 'Failed', onAction: () => void showSecretInRegion(arn, region, 'value').catch(notifyError) },
              { id: 'region', label: 'Show its region', onAction: () => showRegion(region) },
              { id: 'retry', label: 'Deliver again now', onAction: () => void retrying.run(false) },
              { id: 'promote', label: 'Stop replication and make it standalone…', startsGroup: true, isDisabled: isAway || status === 'Failed', onAction: () => openDialog('promote-replica', { arn, region, primaryRegion }) },
              { id: 'remove', label: 'Remove the replica…', isDanger: true, onAction: () => openDialog('remove-replica', { arn, region }) },
            ]}
          >
            <IconButton label={`More for ${region}`} icon={<Ellipsis size={16} />} />
          </Menu>
        )}
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted tabular-nums">
        <Pair name="Lag" value={status === 'Failed' ? 'not delivered' : replica.LagMs === 0 ? 'none' : spanText(replica.LagMs)} />
        {target?.LastDeliveredDate === undefined ? null : (
          <Pair
            name="Last delivery to this region"
            value={
              <>
                <RelativeTime ms={target.LastDeliveredDate * 1000} />
                {target.LastLagMs === undefined ? '' : `, took ${spanText(target.LastLagMs)}`}
              </>
            }
          />
        )}
        <Pair name="Key" value={<span className="mono" title={replica.KmsKeyId}>{keyName(replica.KmsKeyId)}</span>} />
        {status === 'InProgress' && replica.NextTryDate !== undefined && replica.Attempts > 0 ? <Pair name={`${replica.Attempts.toLocaleString('en')} tries, next`} value={<RelativeTime ms={replica.NextTryDate * 1000} />} /> : null}
      </dl>
      {status === 'InProgress' && replica.StatusMessage !== undefined ? <p className="mt-1 text-sm text-amber">{replica.StatusMessage}</p> : null}
      {step === null ? null : (
        <Note
          tone="red"
          className="mt-2"
          title={replica.StatusMessage ?? 'Replication failed'}
          actions={
            <>
              <Button isPending={retrying.pending} onPress={() => retrying.run(false)}>
                Try again
              </Button>
              {step.canOverwrite ? <Button onPress={() => setOverwriting(true)}>Replace it…</Button> : null}
            </>
          }
        >
          {step.text}
        </Note>
      )}
      {retrying.error === null || overwriting ? null : <ErrorNote error={retrying.error} className="mt-2" />}
      {overwriting ? (
        <ConfirmDialog title={`Replace the secret in ${region}?`} action="Replace it" isDanger isPending={retrying.pending} error={retrying.error} onConfirm={() => retrying.run(true)} onClose={() => setOverwriting(false)}>
          The secret of this name in {region} is deleted with all its versions and cannot be brought back; the replica takes its place. One that has replicas of its own is spared, and the replica fails again.
        </ConfirmDialog>
      ) : null}
    </li>
  )
}

function Pair({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt>{name}</dt>
      <dd className="text-text">{value}</dd>
    </div>
  )
}
