import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Select } from '../../components/select.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { countReplicas, promoteRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { countText } from './region-words.ts'

const ALL = 'all'

/** Makes every replica of a region independent, to go on without the region of their primaries. */
export function PromoteRegionDialog({ region, primaryRegion }: { readonly region: string; readonly primaryRegion?: string }) {
  const [chosen, setChosen] = useState(primaryRegion ?? ALL)
  const hasAccounts = useStore((state) => state.session.accounts.length > 1)
  const counts = useLatest(region, () => countReplicas(region))
  const promoting = useAction(async () => {
    const count = await promoteRegion(region, chosen === ALL ? undefined : chosen)
    closeDialog()
    notify({ kind: 'done', text: `${countText(count, 'secret')} of ${region} can be changed there now.` })
  })
  const known = [...(counts.value ?? new Map<string, number>())]
  const count = known.reduce((sum, [of, many]) => sum + (chosen === ALL || chosen === of ? many : 0), 0)
  return (
    <ConfirmDialog
      title={`Promote the replicas of ${region}?`}
      action={`Promote ${countText(count, 'replica')}`}
      isDanger
      isDisabled={count === 0}
      isPending={promoting.pending}
      error={promoting.error ?? counts.error}
      onConfirm={promoting.run}
      onClose={closeDialog}
    >
      <p>
        For when the region of their primaries is lost. {counts.value === null ? 'Its replicas' : countText(count, 'replica')} of {region} {count === 1 ? 'becomes a secret of its own' : 'become secrets of their own'}: all or none, and calling it twice changes nothing. They can be changed and replicated from then on, and follow nothing.{hasAccounts ? ' They are those of the account in view; choose another account to promote its own.' : ''}
      </p>
      <p className="mt-2">If the lost region comes back, nothing is taken over by itself: compare the two, choose for each secret which one stays, and no version is lost.</p>
      {known.length > 1 ? (
        <Select className="mt-3" label="Replicas of" mono value={chosen} onChange={setChosen} options={[{ value: ALL, label: 'all primary regions' }, ...known.map(([of, many]) => ({ value: of, label: of, hint: countText(many, 'replica') }))]} />
      ) : null}
    </ConfirmDialog>
  )
}
