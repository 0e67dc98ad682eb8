import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { moveRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { FolderField, PlaceChoice, type PlaceKind, useFolder } from './place-field.tsx'
import { folderProblem } from './region-words.ts'

/** Moves a region's file to another folder, in one step that cannot leave it half-way. */
export function MoveRegionDialog({ region }: { readonly region: string }) {
  const status = useStore((state) => state.regions.items.find((one) => one.Region === region))
  const isInVault = status?.InVaultFolder === true
  const [kind, setKind] = useState<PlaceKind>('folder')
  const [path, setPath] = useState('')
  const folder = useFolder(region, kind === 'folder' ? path.trim() : '')
  const isReady = kind === 'vault' || (folder !== null && folderProblem(folder) === null)
  const isHome = status?.Home === true
  const moving = useAction(async () => {
    const isSealed = await moveRegion({ Region: region, ...(kind === 'folder' ? { Path: path.trim() } : {}) })
    closeDialog()
    if (!isSealed) notify({ kind: 'done', text: `Moved ${region}.` })
  })
  return (
    <Dialog
      title={`Move ${region}`}
      width="medium"
      isBusy={moving.pending}
      hasEdits={path !== ''}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={moving.pending} onPress={moving.run}>
            {isHome ? 'Move and seal' : 'Move region'}
          </Button>
        </>
      }
    >
      <p className="text-muted">
        Its file lies at <span className="mono selectable break-all text-text">{status?.Place}</span>. It is copied whole to the new place, then the vault notes the place, then the old file goes: a crash in between leaves it at one of the two. The other regions are not touched.
      </p>
      {isHome ? (
        <Note tone="amber" className="mt-3" title="This seals the vault">
          {region} is the home region. The endpoint stops answering until you unlock the vault again.
        </Note>
      ) : null}
      <div className="mt-4">
        {isInVault ? <FolderField label="New folder" path={path} folder={folder} onChange={setPath} autoFocus /> : <PlaceChoice label="Where to" kind={kind} path={path} folder={folder} onKind={setKind} onPath={setPath} />}
      </div>
      {moving.error === null ? null : <ErrorNote error={moving.error} className="mt-3" />}
    </Dialog>
  )
}
