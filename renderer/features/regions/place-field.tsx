import { FolderOpen } from 'lucide-react'
import { app } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { checkRegionFolder, type RegionFolder } from '../../store/regions.ts'
import { folderProblem, folderWarning, sizeText } from './region-words.ts'

export type PlaceKind = 'vault' | 'folder'

/** What is known of a folder before a region goes there; null until it is looked at, and for no folder. */
export function useFolder(region: string, path: string): RegionFolder | null {
  const isAsked = region !== '' && path !== ''
  return useLatest(`${region} ${path}`, async () => (isAsked ? checkRegionFolder(region, path) : null)).value
}

/** A folder on a disk, typed or chosen, with what there is to know of it. */
export function FolderField(props: { readonly label: string; readonly path: string; readonly folder: RegionFolder | null; readonly onChange: (path: string) => void; readonly autoFocus?: boolean }) {
  const { folder } = props
  const choosing = useAction(async () => {
    const chosen = await app('dialog.choose-path', { title: 'Choose a folder for the region', kind: 'folder' })
    if (chosen !== null) props.onChange(chosen.path)
  })
  const problem = folder === null ? null : folderProblem(folder)
  const warning = folder === null || problem !== null ? null : folderWarning(folder)
  return (
    <div>
      <div className="flex items-end gap-2">
        <TextField label={props.label} value={props.path} onChange={props.onChange} placeholder="/media/you/stick" mono className="min-w-0 flex-1" {...(props.autoFocus === true ? { autoFocus: true } : {})} />
        <Button icon={<FolderOpen size={14} aria-hidden />} onPress={choosing.run} className="mb-0.5">
          Choose…
        </Button>
      </div>
      <div aria-live="polite" className="mt-1.5 text-sm text-muted">
        {problem === null ? null : <span className="text-red">{problem}</span>}
        {folder === null || problem !== null ? null : (
          <>
            {folder.FreeBytes === undefined ? '' : `${sizeText(folder.FreeBytes)} free. `}
            {folder.OnVaultDisk ? 'On the same disk as the vault: losing that disk loses both.' : 'On another disk than the vault.'}
          </>
        )}
        {warning === null ? null : (
          <Note tone="amber" className="mt-2">
            {warning}
          </Note>
        )}
      </div>
      {choosing.error === null ? null : <ErrorNote error={choosing.error} className="mt-2" />}
    </div>
  )
}

/** In the vault's folder, or in a folder of the person's choice. */
export function PlaceChoice(props: {
  readonly label: string
  readonly kind: PlaceKind
  readonly path: string
  readonly folder: RegionFolder | null
  readonly onKind: (kind: PlaceKind) => void
  readonly onPath: (path: string) => void
}) {
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={props.label}
        look="plain"
        value={props.kind}
        onChange={props.onKind}
        options={[
          { value: 'vault', label: 'In the vault’s folder', hint: 'On the same disk as everything else.' },
          { value: 'folder', label: 'In a folder of your choice', hint: 'A second disk, a NAS or a USB stick: what is replicated there outlives this disk.' },
        ]}
      />
      {props.kind === 'folder' ? <FolderField label="Folder" path={props.path} folder={props.folder} onChange={props.onPath} /> : null}
    </div>
  )
}
