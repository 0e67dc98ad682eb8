import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { type RegionDifference, reuniteSecrets } from '../../store/regions.ts'
import { notify } from '../../store/toasts.ts'
import { countText } from './region-words.ts'

const NAMED_AT_MOST = 100

/** Makes one primary of two secrets again: which of the two stays as it is, for which secrets. No version is lost. */
export function ReuniteForm({ apart, here, there, onDone }: { readonly apart: readonly RegionDifference[]; readonly here: string; readonly there: string; readonly onDone: () => void }) {
  const [keep, setKeep] = useState(here)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = apart.filter((one) => !left.has(one.Name))
  const reuniting = useAction(async () => {
    const { reunited, refused, addedVersions } = await reuniteSecrets(keep, keep === here ? there : here, chosen.map((one) => one.Name))
    if (reunited > 0) notify({ kind: 'done', text: `Reunited ${countText(reunited, 'secret')}. ${countText(addedVersions, 'version')} of the other side ${addedVersions === 1 ? 'was' : 'were'} taken over.` })
    const [first] = refused
    if (first !== undefined) notify({ kind: 'failed', text: `${first.name} was not reunited: ${first.message}${refused.length > 1 ? ` And ${refused.length - 1} more.` : ''}` })
    onDone()
  })
  function toggle(name: string, isOn: boolean): void {
    const next = new Set(left)
    if (isOn) next.delete(name)
    else next.add(name)
    setLeft(next)
  }
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
      <ul aria-label="Secrets to reunite" className="mt-3 max-h-40 overflow-auto rounded-lg border border-line bg-panel px-3 py-1">
        {apart.slice(0, NAMED_AT_MOST).map((one) => (
          <li key={one.Name} className="py-1">
            <Checkbox isSelected={!left.has(one.Name)} onChange={(isOn) => toggle(one.Name, isOn)}>
              <span className="mono">{one.Name}</span>
            </Checkbox>
          </li>
        ))}
        {apart.length > NAMED_AT_MOST ? <li className="py-1 text-sm text-faint">and {(apart.length - NAMED_AT_MOST).toLocaleString('en')} more, which are reunited too</li> : null}
      </ul>
      <Button className="mt-3" variant="primary" isDisabled={chosen.length === 0} isPending={reuniting.pending} onPress={reuniting.run}>
        {`Reunite ${countText(chosen.length, 'secret')}, keeping ${keep}`}
      </Button>
      {reuniting.error === null ? null : <ErrorNote error={reuniting.error} className="mt-2" />}
    </section>
  )
}
