import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { type RegionDifference, reuniteSecrets } from '../../store/regions.ts'
import { notify } from '../../store/toasts.ts'
import { countText } from './region-words.ts'
import { type LeftOut, matchingDifferences, withSelection, withShown } from './reunite-choice.ts'
import { ReuniteList } from './reunite-list.tsx'

/** Makes one primary of two secrets again: which of the two stays as it is, for which secrets. No version is lost. */
export function ReuniteForm({ apart, here, there, onDone }: { readonly apart: readonly RegionDifference[]; readonly here: string; readonly there: string; readonly onDone: () => void }) {
  const [keep, setKeep] = useState(here)
  const [left, setLeft] = useState<LeftOut>(new Set())
  const [filter, setFilter] = useState('')
  const shown = matchingDifferences(apart, filter, here, there)
  const chosen = apart.filter((one) => !left.has(one.Name))
  const [done, setDone] = useState(0)
  const reuniting = useAction(async () => {
    setDone(0)
    const { reunited, refused, addedVersions } = await reuniteSecrets(keep, keep === here ? there : here, chosen.map((one) => one.Name), setDone)
    if (reunited > 0) notify({ kind: 'done', text: `Reunited ${countText(reunited, 'secret')}. ${countText(addedVersions, 'version')} of the other side ${addedVersions === 1 ? 'was' : 'were'} taken over.` })
    const [first] = refused
    if (first !== undefined) notify({ kind: 'failed', text: `${first.name} was not reunited: ${first.message}${refused.length > 1 ? ` And ${refused.length - 1} more.` : ''}` })
    onDone()
  })
  return (
    <section aria-label="Reunite">
      <SectionHeader title={`Reunite ${countText(apart.length, 'secret')}`} />
      <RadioGroup
        label="Which one stays as it is"
        value={keep}
        onChange={setKeep}
        options={[here, there].map((region) => ({
          value: region,
          label: `Keep ${region}`,
          hint: `It stays the primary, with its values and labels. The one in ${region === here ? there : here} becomes its replica; every version that only it has is taken over without a label and can be read by its id.`,
        }))}
      />
      <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1">
        <SearchField aria-label="Filter the secrets to reunite" placeholder="Filter" value={filter} onChange={setFilter} className="w-56" />
        <span className="text-sm text-muted tabular-nums" aria-live="polite">
          {`${chosen.length.toLocaleString('en')} of ${apart.length.toLocaleString('en')} chosen${shown.length === apart.length ? '' : `, ${shown.length.toLocaleString('en')} shown`}`}
        </span>
        <span className="flex-1" />
        <WordButton onPress={() => setLeft(withShown(left, shown, true))}>{shown.length === apart.length ? 'Select all' : 'Select those shown'}</WordButton>
        <WordButton onPress={() => setLeft(withShown(left, shown, false))}>{shown.length === apart.length ? 'Select none' : 'Leave out those shown'}</WordButton>
      </div>
      <ReuniteList differences={shown} left={left} onChange={(selected) => setLeft(withSelection(left, shown, selected))} />
      <div className="mt-3 flex items-center gap-3">
        <Button variant="primary" isDisabled={chosen.length === 0} isPending={reuniting.pending} onPress={reuniting.run}>
          {`Reunite ${countText(chosen.length, 'secret')}, keeping ${keep}`}
        </Button>
        {reuniting.pending ? (
          <span className="text-sm text-muted tabular-nums" role="status">
            {`${done.toLocaleString('en')} of ${chosen.length.toLocaleString('en')} reunited`}
          </span>
        ) : null}
      </div>
      {reuniting.error === null ? null : <ErrorNote error={reuniting.error} className="mt-2" />}
    </section>
  )
}
