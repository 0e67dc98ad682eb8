import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { Select } from '../../components/select.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { useRegions } from '../../hooks/use-regions.ts'
import { compareRegions } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { canReunite, comparisonSummary, isInOrder } from './compare-words.ts'
import { DifferenceList } from './difference-list.tsx'
import { ReuniteForm } from './reunite-form.tsx'

/** The drift check of replicas against their primaries, and the way back together after a lost region came back. */
export function CompareRegionsDialog(props: { readonly region?: string; readonly otherRegion?: string }) {
  const current = useStore((state) => state.session.region)
  const { items } = useRegions()
  const attached = items.filter((item) => item.State === 'attached').map((item) => item.Region)
  const [chosenHere, setHere] = useState(props.region ?? current)
  const [chosenThere, setThere] = useState(props.otherRegion ?? '')
  const here = attached.includes(chosenHere) ? chosenHere : (attached[0] ?? '')
  const there = chosenThere !== here && attached.includes(chosenThere) ? chosenThere : (attached.find((region) => region !== here) ?? '')
  const [asked, setAsked] = useState(0)
  const { value: all, error } = useLatest(`${here} ${there} ${asked}`, async () => (here === '' || there === '' ? [] : compareRegions(here, there)))
  const delivering = useAction(async () => {
    await call('workbench:RetryReplication', {})
    setAsked(asked + 1)
  })
  const options = attached.map((value) => ({ value, label: value }))
  const shown = all?.filter((one) => !isInOrder(one)) ?? []
  const apart = shown.filter(canReunite)
  return (
    <Dialog
      title="Compare two regions"
      description="Secret by secret: values, labels, tags, policies. Values are compared inside the vault and are not shown."
      width="large"
      onClose={closeDialog}
      footer={
        <>
          <Button variant="quiet" onPress={() => setAsked(asked + 1)}>
            Compare again
          </Button>
          <span className="flex-1" />
          <Button variant={apart.length === 0 ? 'primary' : 'secondary'} onPress={closeDialog}>
            Done
          </Button>
        </>
      }
    >
      {attached.length < 2 && items.length > 0 ? (
        <Note>There is one attached region. Add or attach another to compare it with.</Note>
      ) : (
        <>
          <div className="grid grid-cols-2 gap-3">
            <Select label="Region" mono value={here} options={options} onChange={setHere} />
            <Select label="With" mono value={there} options={options.filter((option) => option.value !== here)} onChange={setThere} />
          </div>
          <div className="mt-3" aria-live="polite">
            {error === null ? null : <ErrorNote error={error} />}
            {all === null ? (
              error === null ? <Spinner label="Comparing" /> : null
            ) : (
              <>
                <Note tone={shown.some((one) => one.Relation === 'behind' || one.Relation === 'replica-newer' || one.Relation === 'diverged') ? 'amber' : 'accent'}>{comparisonSummary(all)}</Note>
                {shown.some((one) => one.Relation === 'behind') ? (
                  <Button className="mt-2" isPending={delivering.pending} onPress={delivering.run}>
                    Deliver what waits now
                  </Button>
                ) : null}
                {shown.some((one) => one.Relation === 'replica-newer') ? (
                  <p className="mt-2 text-sm text-muted">A primary that is older than its replica was put back from a copy. It is not delivered over the replica’s newer state. Make the replica standalone, then compare again and reunite the two, keeping the newer one.</p>
                ) : null}
                <DifferenceList differences={shown} here={here} there={there} />
              </>
            )}
            {delivering.error === null ? null : <ErrorNote error={delivering.error} className="mt-2" />}
          </div>
          {apart.length === 0 ? null : <ReuniteForm key={`${here} ${there} ${asked}`} apart={apart} here={here} there={there} onDone={() => setAsked(asked + 1)} />}
        </>
      )}
    </Dialog>
  )
}
