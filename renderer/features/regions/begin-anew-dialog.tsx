import { useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { addRegion, focusRegion, tiesOfRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { deliveredAgainWords, strandedWords } from './anew-words.ts'
import { PlaceChoice, type PlaceKind, useFolder } from './place-field.tsx'
import { folderProblem } from './region-words.ts'

/** Makes an empty store in place of a region's that is lost for good, once it is said what that costs and what comes back. */
export function BeginAnewDialog({ region }: { readonly region: string }) {
  const status = useStore((state) => state.regions.items.find((one) => one.Region === region))
  const ties = useLatest(region, () => tiesOfRegion(region))
  const [kind, setKind] = useState<PlaceKind>('vault')
  const [path, setPath] = useState('')
  const [isLost, setLost] = useState(false)
  const folder = useFolder(region, kind === 'folder' ? path.trim() : '')
  const hasPlace = kind === 'vault' || (folder !== null && folderProblem(folder) === null)
  const beginning = useAction(async () => {
    const place = await addRegion({ Region: region, Replace: true, ...(kind === 'folder' ? { Path: path.trim() } : {}) })
    focusRegion(region)
    closeDialog()
    notify({ kind: 'done', text: `Began ${region} anew. Its file is ${place}.` })
  })
  return (
    <FormDialog
      title={`Begin ${region} anew?`}
      description="For when its file is lost for good. If its disk is only away, bring it back and attach it: then nothing is lost."
      width="medium"
      role="alertdialog"
      action="Begin anew"
      isDanger
      canSubmit={isLost && hasPlace && ties.value !== null}
      submission={beginning}
      mustFinish
      hasEdits={path !== ''}
      onClose={closeDialog}
      className="flex flex-col gap-4"
    >
      <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-y-2">
        <dt className="text-muted">Lost for good</dt>
        <dd>
          Every secret and version that was only in {region}, and its KMS keys: what programs encrypted with them cannot be decrypted any more. Its file is not at <span className="mono selectable break-all">{status?.Place}</span> any more.
        </dd>
        <dt className="text-muted">Delivered again</dt>
        <dd aria-live="polite">{ties.value === null ? '' : deliveredAgainWords(ties.value.incoming)}</dd>
        {ties.value === null || ties.value.outgoing.size === 0 ? null : (
          <>
            <dt className="text-muted">Left behind</dt>
            <dd>{strandedWords(ties.value.outgoing, region)}</dd>
          </>
        )}
        <dt className="text-muted">Way back</dt>
        <dd>If the old file is found again, detach the new one and attach the old one in its place: only one of the two can be {region}.</dd>
      </dl>
      {ties.error === null ? null : <ErrorNote error={ties.error} />}
      <PlaceChoice label="Where the new file lies" kind={kind} path={path} folder={folder} onKind={setKind} onPath={setPath} />
      <Checkbox isSelected={isLost} onChange={setLost}>
        The old file is lost for good. Begin with an empty one.
      </Checkbox>
    </FormDialog>
  )
}
