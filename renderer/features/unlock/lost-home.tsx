import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Note } from '../../components/note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { regionPlace } from '../../components/region-names.ts'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus } from '../../store/session.ts'
import type { VaultStatus } from '../../store/state.ts'
import { FindRegion } from './find-region.tsx'

/** The home region's file is not there: put it back, or go on with another region in its place. */
export function LostHome(props: { readonly status: VaultStatus; readonly newHome: string | null; readonly onChange: (newHome: string | null) => void }) {
  const { status, newHome, onChange } = props
  const looking = useAction(() => refreshStatus())
  const [first] = status.Regions
  return (
    <>
      <Note
        tone="amber"
        role="alert"
        className="mt-3"
        title={`The file of the home region ${status.Region ?? ''} cannot be read`}
        actions={
          <>
            <Button onPress={looking.run} isPending={looking.pending}>
              Look again
            </Button>
            <FindRegion />
          </>
        }
      >
        {first === undefined
          ? 'No other region of this vault is here. Bring back the disk with its file, or choose the file of another region where it lies now. Nothing was changed.'
          : 'Bring its disk back and look again. If it is lost for good, go on with another region: it has a copy of accounts, users and roles, and every secret that was replicated to it. Nothing was changed yet.'}
      </Note>
      {first === undefined ? null : (
        <div className="mt-3">
          <Checkbox isSelected={newHome !== null} onChange={(isOn) => onChange(isOn ? first : null)}>
            <span>
              Go on with another region as the new home
              <span className="block text-sm text-muted">For good: the old home, if it is found again, comes back as an ordinary region, and you choose what to take from it.</span>
            </span>
          </Checkbox>
          {newHome === null || status.Regions.length < 2 ? null : (
            <div className="mt-2 ml-6">
              <RadioGroup aria-label="New home region" look="plain" value={newHome} onChange={onChange} options={status.Regions.map((value) => ({ value, label: value, hint: regionPlace(value) }))} />
            </div>
          )}
        </div>
      )}
    </>
  )
}
