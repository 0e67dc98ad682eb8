import { useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { type Fact, Facts } from '../../components/facts.tsx'
import { Note } from '../../components/note.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { regionPlace } from '../../components/region-names.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { RegionFile } from '../../store/recovery.ts'
import { useStore } from '../../store/store.ts'
import { type Contents, elsewhereWords, nextTimeWords, replicaCount, secretWords } from './recover-words.ts'

type Choice = Pick<WireInput<'workbench:RecoverVault'>, 'Place' | 'AcceptOlder' | 'AcceptDamage'>

/** What the file holds and what opening it means; only its button writes anything. */
export function RecoverReview(props: {
  readonly file: RegionFile
  readonly contents: Contents
  readonly region: string
  /** The region that a person said it was of. */
  readonly named: string | undefined
  readonly onBack: () => void
  readonly onOpen: (choice: Choice) => Promise<void>
}) {
  const { file, contents, region } = props
  const folder = useStore((state) => state.session.vault?.DataFolder ?? '')
  const [place, setPlace] = useState<Choice['Place']>('vault-folder')
  const [isAccepted, setAccepted] = useState(false)
  const needsYes = contents.Older || contents.Damaged
  const isReady = !needsYes || isAccepted
  const opening = useAction(() => props.onOpen({ Place: place, ...(isAccepted && contents.Older ? { AcceptOlder: true } : {}), ...(isAccepted && contents.Damaged ? { AcceptDamage: true } : {}) }))
  const replicas = replicaCount(contents)
  const elsewhere = elsewhereWords(contents, region)
  return (
    <QuietColumn
      title={`Go on with ${region}?`}
      intro="The file was read and every row and value of it checked. Nothing was copied or written yet."
      links={
        <TextLink onPress={props.onBack} isDisabled={opening.pending}>
          Another file or code
        </TextLink>
      }
    >
      <form
        className="mt-4 flex flex-col gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void opening.run()
        }}
      >
        <Facts rows={factsOf(file, contents, region)} />
        {props.named === undefined || props.named === region ? null : <Note tone="amber">{`The file is of ${region}, not of ${props.named}: its rows open as that region’s alone.`}</Note>}
        {contents.Older ? (
          <Note tone="amber" title="This file is older than the last one seen here">
            This computer had the region open in a newer state. Secrets that were changed since then have their earlier values, and deleted ones are back. If you have the newer file, choose that one.
          </Note>
        ) : null}
        {contents.Damaged ? (
          <Note tone="red" title="This file is damaged, or was changed by something else than Coffer">
            {contents.UnreadableCount === 0 ? 'Its seal does not match: rows may be missing or have been put back to an earlier state, without a trace.' : `Of its rows and values, ${contents.UnreadableCount.toLocaleString('en')} cannot be opened and would be left out.`} If there is another copy of the file or a back-up, use that. What cannot be opened is never shown as if it were right.
          </Note>
        ) : null}
        {needsYes ? (
          <Checkbox isSelected={isAccepted} onChange={setAccepted}>
            I know what that means. Open it as it is.
          </Checkbox>
        ) : null}
        <Note title={`${region} becomes the home region, for good`}>
          {replicas === 0 ? 'Its secrets can be read and changed at once.' : 'All its secrets can be read at once; its replicas can be changed once they are promoted, which is asked next.'} {elsewhere} {nextTimeWords(file)}
        </Note>
        <RadioGroup
          label="Where its file is from now on"
          look="plain"
          value={place}
          onChange={setPlace}
          isDisabled={opening.pending}
          options={[
            { value: 'vault-folder', label: 'A copy in the vault’s folder', hint: `In ${folder}. The file that was found stays as it is.` },
            { value: 'in-place', label: 'Where it lies now', hint: 'It is changed from now on, and its disk must stay connected.' },
          ]}
        />
        {opening.error === null ? null : <ErrorNote error={opening.error} />}
        <div className="flex items-center justify-between gap-4">
          <span className="text-sm text-faint">{replicas === 0 ? '' : 'Next: promote its replicas'}</span>
          <Button type="submit" variant={needsYes ? 'danger' : 'primary'} size="large" isDisabled={!isReady} isPending={opening.pending} autoFocus>
            {needsYes ? 'Open it as it is' : 'Open the vault'}
          </Button>
        </div>
      </form>
    </QuietColumn>
  )
}

function factsOf(file: RegionFile, contents: Contents, region: string): readonly Fact[] {
  return [
    { label: 'File', value: <span className="mono break-all">{file.Path}</span> },
    { label: 'Region', value: `${region}, ${regionPlace(region)}`.replace(/, $/, '') },
    { label: 'Holds', value: secretWords(contents) },
    ...(contents.NewestChangeDate === undefined ? [] : [{ label: 'Newest change', value: <RelativeTime ms={contents.NewestChangeDate * 1000} /> }]),
    ...(contents.AccountId === undefined ? [] : [{ label: 'Account', value: <span className="mono">{contents.AccountId}</span> }]),
    { label: 'Identities', value: `${contents.UserCount.toLocaleString('en')} ${contents.UserCount === 1 ? 'user' : 'users'}, ${contents.RoleCount.toLocaleString('en')} ${contents.RoleCount === 1 ? 'role' : 'roles'}, as last copied there` },
  ]
}
