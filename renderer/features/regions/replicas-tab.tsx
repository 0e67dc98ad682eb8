import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useRegions } from '../../hooks/use-regions.ts'
import { useReplicas } from '../../hooks/use-replicas.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'
import { ReplicaRow } from './replica-row.tsx'
import { countText } from './region-words.ts'

/** Where a secret's replicas are and how each does; of a replica, how it stands to its primary. */
export function ReplicasTab({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const region = useStore((state) => state.session.region)
  useRegions()
  if (summary === undefined) return null
  if (summary.PrimaryRegion !== undefined) return <OfReplica arn={arn} region={region} primaryRegion={summary.PrimaryRegion} />
  if ((summary.ReplicaRegions ?? []).length === 0) {
    return (
      <EmptyState
        sentence="This secret is in one region alone. A replica on another disk outlives this one, and programs in another region read it under the same name."
        button={
          <Button variant="primary" onPress={() => openDialog('replicate-secrets', { arns: [arn] })}>
            Replicate to regions…
          </Button>
        }
        commandLine={`aws secretsmanager replicate-secret-to-regions \\\n  --secret-id ${summary.Name} --add-replica-regions Region=eu-west-1`}
      />
    )
  }
  return <OfPrimary arn={arn} region={region} />
}

function OfPrimary({ arn, region }: { readonly arn: string; readonly region: string }) {
  const { replicas, targets, error, reload } = useReplicas(region, arn)
  if (error !== null) return <ErrorNote error={error} />
  if (replicas === null) return <Spinner label="Reading the replicas" />
  return (
    <>
      <SectionHeader title={`Primary here, ${countText(replicas.length, 'replica')}`} isFirst>
        <Button onPress={() => openDialog('replicate-secrets', { arns: [arn] })}>Replicate to regions…</Button>
      </SectionHeader>
      <ul aria-label="Replicas" className="rounded-lg border border-line bg-panel">
        {replicas.map((replica) => (
          <ReplicaRow key={replica.Region} replica={replica} target={targets.find((target) => target.Region === replica.Region)} onChange={reload} />
        ))}
      </ul>
    </>
  )
}

function OfReplica({ arn, region, primaryRegion }: { readonly arn: string; readonly region: string; readonly primaryRegion: string }) {
  const primaryState = useStore((state) => state.regions.items.find((one) => one.Region === primaryRegion)?.State)
  const isAway = primaryState !== undefined && primaryState !== 'attached'
  const { replicas, targets, error, reload } = useReplicas(primaryRegion, arn)
  const mine = replicas?.find((replica) => replica.Region === region)
  return (
    <>
      <Facts
        rows={[
          { label: 'This is', value: <span className="text-blue">a replica</span> },
          { label: 'Primary', value: <span className="mono">{primaryRegion}</span> },
          { label: 'Changes', value: 'are made in the primary and arrive here by themselves' },
        ]}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onPress={() => openDialog('promote-replica', { arn, region, primaryRegion })}>Stop replication and make it standalone…</Button>
      </div>
      {isAway ? (
        <p className="mt-3 text-muted">
          The region of the primary is {primaryState}: this copy has what was delivered until then, and cannot be changed. If the primary is lost, make this one standalone and go on with it.
        </p>
      ) : null}
      {error === null || isAway ? null : <ErrorNote error={error} className="mt-3" />}
      {mine === undefined ? null : (
        <ul aria-label="This replica" className="mt-4 rounded-lg border border-line bg-panel">
          <ReplicaRow replica={mine} target={targets.find((target) => target.Region === region)} isHere onChange={reload} />
        </ul>
      )}
    </>
  )
}
