import { AppWindow, Database, HardDrive } from 'lucide-react'
import { ActionCard } from '../../components/action-card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { regionsLike } from '../../components/region-names.ts'
import { useRegions } from '../../hooks/use-regions.ts'
import { selectedInOrder } from '../../store/selection.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog, openDialog, showFolder } from '../../store/view.ts'

/** Three ways to use regions, each of which ends in the dialog that does it, filled in. */
export function RegionRecipesDialog() {
  const { items } = useRegions()
  const here = useStore((state) => state.session.region)
  const order = useStore((state) => state.secrets.order)
  const summaries = useStore((state) => state.secrets.summaries)
  const folder = useStore((state) => state.view.folder)
  const second = items.find((item) => item.Region !== here && item.State === 'attached')?.Region ?? regionsLike(here).find((region) => region !== here && !items.some((item) => item.Region === region)) ?? ''
  const primaries = order.filter((arn) => summaries.get(arn)?.PrimaryRegion === undefined)
  const databases = primaries.filter((arn) => summaries.get(arn)?.Kind === 'database')
  const selected = selectedInOrder().filter((arn) => summaries.get(arn)?.PrimaryRegion === undefined)
  const readers = selected.length > 0 ? selected : databases
  const inFolder = folder === null ? primaries : primaries.filter((arn) => summaries.get(arn)?.Name.startsWith(folder))
  const replicate = (arns: readonly string[]) => openDialog('replicate-secrets', { arns, regions: [second] })
  return (
    <Dialog title="What regions are for" description="Three common ways to use them. Each opens the dialog that does it; nothing happens before you confirm there." width="medium" onClose={closeDialog}>
      <div className="flex flex-col gap-2.5">
        <ActionCard
          icon={Database}
          title="One database, readers in two regions"
          text={`The login stays in ${here}, where it is rotated; readers in ${second} find it under the same name, and get each new password by itself. ${readers.length === 0 ? 'Select the secret of the database in the list first.' : `Replicates ${named(readers.length, selected.length > 0 ? 'selected secret' : 'database secret')}.`}`}
          onPress={() => {
            if (readers.length > 0) return replicate(readers)
            closeDialog()
            showFolder(null)
          }}
        />
        <ActionCard
          icon={AppWindow}
          title="An application in two regions"
          text={`Every secret${folder === null ? '' : ` below ${folder}`} is in both regions, so that the application starts in either with the same names and its own AWS_REGION. Replicates ${named(inFolder.length, 'secret')} to ${second}.`}
          onPress={() => replicate(inFolder)}
        />
        <ActionCard
          icon={HardDrive}
          title="A stand-by disk"
          text={`A region on a second disk, a NAS or a USB stick keeps a whole copy of ${named(primaries.length, 'secret')}. If this disk dies, Coffer goes on from the other one, with the recovery code alone.`}
          onPress={() => openDialog('add-region', { place: 'folder', thenReplicate: primaries, purpose: 'A stand-by disk: a region whose file lies on another disk. When it is made, choose what to replicate to it.' })}
        />
      </div>
    </Dialog>
  )
}

function named(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}
