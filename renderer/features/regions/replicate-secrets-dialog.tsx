import { useState } from 'react'
import { callIn } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { regionPlace, regionsLike } from '../../components/region-names.ts'
import { Select } from '../../components/select.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { DEFAULT_KEY } from '../../hooks/use-key-options.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { useRegions } from '../../hooks/use-regions.ts'
import { replicateSecrets, secretsText } from '../../store/secret-actions.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog, openDialog, showDetailTab } from '../../store/view.ts'
import { stateWords } from './region-words.ts'

const NO_REGION = 'none'

/** Chooses where secrets are replicated to and with which key of each region; many at once. */
export function ReplicateSecretsDialog({ arns, regions: wanted = [] }: { readonly arns: readonly string[]; readonly regions?: readonly string[] }) {
  const here = useStore((state) => state.session.region)
  const { items: known } = useRegions()
  const summaries = useStore((state) => state.secrets.summaries)
  const primaries = arns.filter((arn) => summaries.get(arn)?.PrimaryRegion === undefined)
  const [only] = primaries
  const present = primaries.length === 1 && only !== undefined ? (summaries.get(only)?.ReplicaRegions ?? []) : []
  const [more, setMore] = useState<readonly string[]>(() => wanted.filter((region) => !known.some((one) => one.Region === region)))
  const [chosen, setChosen] = useState<readonly string[]>(() => wanted.filter((region) => region !== here && !present.includes(region)))
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({})
  const [overwrite, setOverwrite] = useState(false)
  const offered = [...known.map((one) => one.Region), ...more].filter((region) => region !== here)
  const others = regionsLike(here).filter((region) => region !== here && !offered.includes(region))
  const replicating = useAction(async () => {
    await replicateSecrets(primaries, chosen.map((Region) => ({ Region, ...((keys[Region] ?? DEFAULT_KEY) === DEFAULT_KEY ? {} : { KmsKeyId: keys[Region] as string }) })), overwrite)
    closeDialog()
    if (primaries.length === 1) showDetailTab('replicas')
  })
  const left = arns.length - primaries.length
  const toggle = (region: string, isOn: boolean) => setChosen(isOn ? [...chosen, region] : chosen.filter((one) => one !== region))
  return (
    <Dialog
      title="Replicate to regions"
      description={<span className={primaries.length === 1 ? 'mono' : ''}>{secretsText(primaries)}</span>}
      width="medium"
      isBusy={replicating.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button variant="quiet" onPress={() => openDialog('add-region', {})}>
            Add a region…
          </Button>
          <span className="flex-1" />
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={chosen.length === 0 || primaries.length === 0} isPending={replicating.pending} onPress={replicating.run}>
            Replicate
          </Button>
        </>
      }
    >
      <p className="text-muted">
        A replica has the same name, versions, labels, tags and policy, and follows every change made here in <span className="mono text-text">{here}</span>. It is read-only there until you promote it.
      </p>
      {left > 0 ? <p className="mt-2 text-sm text-muted">{left === 1 ? 'One of the chosen is a replica itself and is' : `${left.toLocaleString('en')} of the chosen are replicas themselves and are`} left out.</p> : null}
      <ul aria-label="Regions" className="mt-3 rounded-lg border border-line bg-panel empty:hidden">
        {offered.map((region) => (
          <RegionChoice
            key={region}
            region={region}
            state={known.find((one) => one.Region === region)?.State ?? 'new'}
            isPresent={present.includes(region)}
            isChosen={chosen.includes(region)}
            kmsKeyId={keys[region] ?? DEFAULT_KEY}
            onToggle={(isOn) => toggle(region, isOn)}
            onKey={(key) => setKeys({ ...keys, [region]: key })}
          />
        ))}
      </ul>
      {others.length === 0 ? null : (
        <Select
          className="mt-2"
          aria-label="Another region"
          value={NO_REGION}
          onChange={(region) => {
            if (region === NO_REGION) return
            setMore([...more, region])
            setChosen([...chosen, region])
          }}
          options={[{ value: NO_REGION, label: 'Another region of AWS…' }, ...others.map((value) => ({ value, label: value, hint: regionPlace(value) }))]}
        />
      )}
      {more.some((region) => chosen.includes(region)) ? (
        <p className="mt-2 text-sm text-muted">
          A region that the vault has not yet gets its file in the vault’s folder. <TextLink onPress={() => openDialog('add-region', { region: more[0] ?? '', place: 'folder' })}>Put it on another disk instead</TextLink>
        </p>
      ) : null}
      <div className="mt-4">
        <Checkbox isSelected={overwrite} onChange={setOverwrite}>
          <span>
            Replace a secret of the same name there
            <span className="block text-sm text-muted">
              {overwrite ? (
                <span className="text-red">The secret there is deleted with all its versions and cannot be brought back. One that has replicas of its own is spared.</span>
              ) : (
                'Left off, a replica whose name is taken fails and says so; nothing there is changed.'
              )}
            </span>
          </span>
        </Checkbox>
      </div>
      {replicating.error === null ? null : <ErrorNote error={replicating.error} className="mt-3" />}
    </Dialog>
  )
}

function RegionChoice(props: {
  readonly region: string
  readonly state: Parameters<typeof stateWords>[0] | 'new'
  readonly isPresent: boolean
  readonly isChosen: boolean
  readonly kmsKeyId: string
  readonly onToggle: (isOn: boolean) => void
  readonly onKey: (key: string) => void
}) {
  const { region, state, isPresent, isChosen } = props
  const isAway = state !== 'attached' && state !== 'new'
  return (
    <li className="border-line2 px-3 py-2 not-first:border-t">
      <Checkbox isSelected={isChosen || isPresent} isDisabled={isPresent} onChange={props.onToggle} aria-label={region}>
        <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
          <span className="mono">{region}</span>
          <span className="text-sm text-muted">{regionPlace(region)}</span>
          <span className="text-sm text-muted">{isPresent ? '· has a replica' : isAway ? `· ${stateWords(state).word}: delivered once it is back` : ''}</span>
        </span>
      </Checkbox>
      {isChosen ? <KeyChoice region={region} hasStore={state === 'attached'} value={props.kmsKeyId} onChange={props.onKey} /> : null}
    </li>
  )
}

/** A key of that region: keys do not cross regions. */
function KeyChoice({ region, hasStore, value, onChange }: { readonly region: string; readonly hasStore: boolean; readonly value: string; readonly onChange: (key: string) => void }) {
  const keys = useLatest(`${region} ${hasStore}`, async () => (hasStore ? (await callIn(region, 'workbench:ListKeySummaries', {})).Keys : []))
  const usable = (keys.value ?? []).filter(({ KeyMetadata: key, Aliases }) => key.KeyState === 'Enabled' && key.KeySpec === 'SYMMETRIC_DEFAULT' && !Aliases.includes('alias/aws/secretsmanager'))
  return (
    <div className="mt-2 ml-6">
      <Select
        aria-label={`Key in ${region}`}
        mono
        value={value}
        onChange={onChange}
        options={[{ value: DEFAULT_KEY, label: 'aws/secretsmanager', hint: `default of ${region}` }, ...usable.map(({ KeyMetadata: key, Aliases }) => ({ value: key.Arn, label: Aliases[0]?.replace(/^alias\//, '') ?? key.KeyId }))]}
      />
      {keys.error === null ? null : <ErrorNote error={keys.error} className="mt-2" />}
    </div>
  )
}
