import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { regionPlace, regionsLike } from '../../components/region-names.ts'
import { Select } from '../../components/select.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useRegions } from '../../hooks/use-regions.ts'
import { addRegion, focusRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import { PlaceChoice, type PlaceKind, useFolder } from './place-field.tsx'
import { folderProblem } from './region-words.ts'

/** Gives the vault a further region, with its file where the person wants it. */
export function AddRegionDialog(props: { readonly region?: string; readonly place?: PlaceKind; readonly purpose?: string; readonly thenReplicate?: readonly string[] }) {
  const home = useStore((state) => state.session.vault?.Region ?? 'us-east-1')
  const { items: known } = useRegions()
  const free = regionsLike(home).filter((region) => !known.some((one) => one.Region === region))
  const [region, setRegion] = useState(props.region !== undefined && free.includes(props.region) ? props.region : (free[0] ?? ''))
  const [kind, setKind] = useState<PlaceKind>(props.place ?? 'vault')
  const [path, setPath] = useState('')
  const folder = useFolder(region, kind === 'folder' ? path.trim() : '')
  const isReady = region !== '' && (kind === 'vault' || (folder !== null && folderProblem(folder) === null))
  const adding = useAction(async () => {
    const place = await addRegion({ Region: region, ...(kind === 'folder' ? { Path: path.trim() } : {}) })
    focusRegion(region)
    if (props.thenReplicate === undefined || props.thenReplicate.length === 0) closeDialog()
    else openDialog('replicate-secrets', { arns: props.thenReplicate, regions: [region] })
    notify({ kind: 'done', text: `Added ${region}. Its file is ${place}.` })
  })
  return (
    <Dialog
      title="Add a region"
      description={props.purpose ?? 'A region is a store of its own, in a file of its own, encrypted with the vault’s key. The other regions are not touched.'}
      width="medium"
      isBusy={adding.pending}
      hasEdits={path !== ''}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={adding.pending} onPress={adding.run}>
            Add region
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label="Region"
          mono
          value={region}
          onChange={setRegion}
          options={free.map((value) => ({ value, label: value, hint: regionPlace(value) }))}
          hint="The name is AWS’s, so that programs find their region; the file stays on your disks."
        />
        <PlaceChoice label="Where its file lies" kind={kind} path={path} folder={folder} onKind={setKind} onPath={setPath} />
        {known.length > 0 && free.length === 0 ? <Note>The vault has every region of its partition already.</Note> : null}
      </div>
      {adding.error === null ? null : <ErrorNote error={adding.error} className="mt-3" />}
    </Dialog>
  )
}
