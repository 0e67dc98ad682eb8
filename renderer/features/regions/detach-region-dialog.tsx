import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { detachRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { countText } from './region-words.ts'

/** Asks before a region's store is closed so that its disk can be taken away. */
export function DetachRegionDialog({ region }: { readonly region: string }) {
  const status = useStore((state) => state.regions.items.find((one) => one.Region === region))
  const detaching = useAction(async () => {
    const place = await detachRegion(region)
    closeDialog()
    notify({ kind: 'done', text: `Detached ${region}. ${place} is closed and whole: the disk can be taken away.` })
  })
  return (
    <ConfirmDialog title={`Detach ${region}?`} action="Detach" isPending={detaching.pending} error={detaching.error} onConfirm={detaching.run} onClose={closeDialog}>
      <p>
        Its file is closed and stays where it is; nothing is deleted.
        {status?.SecretCount === undefined ? '' : ` Its ${countText(status.SecretCount, 'secret')} cannot be read until you attach it again: calls to ${region}, at the endpoint too, are refused with RegionDetached.`}
      </p>
      <p className="mt-2">The other regions go on. Changes for replicas in {region} wait in the regions of their primaries and are delivered when it is back. Replicas that have their primary in {region} can still be read.</p>
    </ConfirmDialog>
  )
}
