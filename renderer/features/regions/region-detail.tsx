import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { type Fact, Facts } from '../../components/facts.tsx'
import { Note } from '../../components/note.tsx'
import { regionPlace } from '../../components/region-names.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { call } from '../../api/coffer-api.ts'
import { copyText } from '../../store/clipboard.ts'
import { countReplicas, loadRegions, type RegionStatus, type ReplicationTarget } from '../../store/regions.ts'
import { chooseContext } from '../../store/session.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog, showFolder } from '../../store/view.ts'
import { countText, sizeText, spanText, stateWords } from './region-words.ts'

/** One region: how its store does, where it lies, what waits for it, and what can be done with it. */
export function RegionDetail({ region, target, isOnly }: { readonly region: RegionStatus; readonly target: ReplicationTarget | undefined; readonly isOnly: boolean }) {
  const current = useStore((state) => state.session.region)
  const { Region: name, State: state } = region
  const words = stateWords(state)
  const { value: counts } = useLatest(`${name} ${state} ${region.SecretCount ?? ''}`, async () => (state === 'attached' ? countReplicas(name) : new Map<string, number>()))
  const replicaCount = [...(counts?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  const isAttached = state === 'attached'
  // Where there is no file, nothing would be overwritten.
  const isGone = !isAttached && region.SizeBytes === undefined
  const retrying = useAction(async () => {
    await call('workbench:RetryReplication', { Region: name })
    await loadRegions()
  })
  const goThere = async () => {
    await chooseContext({ region: name })
    showFolder(null)
  }
  return (
    <article className="px-4 py-3.5" aria-label={`Region ${name}`}>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="mono selectable text-lg">{name}</h2>
        <span className="text-muted">{regionPlace(name)}</span>
        <span className="flex-1" />
        {region.Home ? <Chip>home region</Chip> : null}
        <Chip tone={isAttached ? 'accent' : words.tone}>{words.word}</Chip>
      </header>
      {region.Home ? <p className="mt-1 text-sm text-muted">The home region also holds what is of no region: accounts, users, roles and functions. Every other region keeps a copy of it.</p> : null}
      {isAttached ? null : (
        <Note
          tone={words.tone === 'red' ? 'red' : words.tone === 'amber' ? 'amber' : 'neutral'}
          className="mt-3"
          title={words.title}
          actions={
            <>
              <Button variant="primary" onPress={() => openDialog('attach-region', { region: name })}>
                Attach…
              </Button>
              {isGone && !region.Home ? <Button onPress={() => openDialog('begin-region-anew', { region: name })}>Lost for good: begin anew…</Button> : null}
            </>
          }
        >
          {words.text}
          {region.Problem === undefined || state === 'detached' ? null : <span className="mt-1 block text-sm text-muted">{region.Problem}</span>}
        </Note>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {isAttached ? (
          <>
            {name === current ? null : (
              <Button variant="primary" onPress={() => void goThere().catch(notifyError)}>
                Work in this region
              </Button>
            )}
            <Button onPress={() => openDialog('move-region', { region: name })}>Move…</Button>
            <Button onPress={() => openDialog('region-loss', { region: name })}>What if this disk dies now…</Button>
            {isOnly ? null : <Button onPress={() => openDialog('compare-regions', { region: name })}>Compare…</Button>}
            {replicaCount > 0 ? <Button onPress={() => openDialog('promote-region', { region: name })}>Promote its replicas…</Button> : null}
          </>
        ) : null}
        {region.Home || state === 'detached' ? null : <Button onPress={() => openDialog('detach-region', { region: name })}>Detach…</Button>}
      </div>
      <div className="mt-4">
        <Facts rows={factsOf(region)} />
      </div>
      {isOnly ? (
        <div className="mt-5 rounded-lg border border-line bg-panel px-4 py-3">
          <p className="text-muted">The vault has one region, on one disk. With a second one, secrets outlive this disk and programs read them in two regions.</p>
          <Button className="mt-2" onPress={() => openDialog('region-recipes', {})}>
            Three ways to use regions…
          </Button>
        </div>
      ) : null}
      <h3 className="mt-5 mb-1.5">Deliveries to this region</h3>
      {target === undefined && region.PendingCount === 0 ? (
        <p className="text-muted">No secret is replicated to this region.</p>
      ) : (
        <>
          <Facts rows={deliveryFacts(region, target)} />
          {region.PendingCount > 0 ? (
            <Button className="mt-2" isDisabled={!isAttached} isPending={retrying.pending} onPress={retrying.run}>
              Deliver now
            </Button>
          ) : null}
        </>
      )}
    </article>
  )
}

function factsOf(region: RegionStatus): readonly Fact[] {
  return [
    {
      label: 'File',
      value: (
        <span className="flex items-start gap-1">
          <span className="mono min-w-0 break-all">{region.Place}</span>
          <CopyButton copy={() => copyText(region.Place, { secret: false })} label="Copy the path" className="-my-[3px]" />
        </span>
      ),
    },
    ...(region.SizeBytes === undefined ? [] : [{ label: 'Size', value: <span className="tabular-nums">{sizeText(region.SizeBytes)}</span> }]),
    ...(region.FreeBytes === undefined ? [] : [{ label: 'Free on its disk', value: <span className="tabular-nums">{sizeText(region.FreeBytes)}</span> }]),
    ...(region.SecretCount === undefined ? [] : [{ label: 'Secrets', value: countText(region.SecretCount, 'secret of this account', 'secrets of this account') }]),
    ...(region.State === 'attached' ? [{ label: 'Default key', value: <DefaultKey arn={region.KmsKeyId} /> }] : []),
  ]
}

function DefaultKey({ arn }: { readonly arn: string | undefined }) {
  if (arn === undefined) return 'aws/secretsmanager, made at the first secret'
  return (
    <>
      aws/secretsmanager <span className="mono break-all text-muted">{arn.slice(arn.lastIndexOf('/') + 1)}</span>
    </>
  )
}

function deliveryFacts(region: RegionStatus, target: ReplicationTarget | undefined): readonly Fact[] {
  return [
    { label: 'Waiting', value: region.PendingCount === 0 ? 'nothing: every replica here has all changes' : <span className="text-amber">{countText(region.PendingCount, 'change')}</span> },
    ...(region.OldestPendingDate === undefined ? [] : [{ label: 'Oldest from', value: <RelativeTime ms={region.OldestPendingDate * 1000} /> }]),
    ...(target?.LastDeliveredDate === undefined ? [] : [{ label: 'Last delivery', value: <RelativeTime ms={target.LastDeliveredDate * 1000} /> }]),
    ...(target?.LastLagMs === undefined ? [] : [{ label: 'It took', value: <span className="tabular-nums">{spanText(target.LastLagMs)} from the change to this region’s file</span> }]),
    ...(target?.Problem === undefined || region.State !== 'attached' ? [] : [{ label: 'Held up by', value: target.Problem }]),
  ]
}
