import { useState } from 'react'
import { app } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { attachRegion, focusRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

const OLDER = 'VaultOlderThanLastSeen'
const DAMAGED = 'VaultDamaged'

/** Opens a region's store again, where it was or at another place; an older or damaged file only when the person says so. */
export function AttachRegionDialog({ region }: { readonly region?: string }) {
  const status = useStore((state) => state.regions.items.find((one) => one.Region === region))
  const [path, setPath] = useState(status?.Place ?? '')
  const [isAccepted, setAccepted] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(status?.State === 'older' ? OLDER : status?.State === 'tampered' ? DAMAGED : null)
  const attaching = useAction(async () => {
    try {
      const isMoved = path.trim() !== status?.Place
      const attached = await attachRegion({
        ...(region === undefined ? {} : { Region: region }),
        ...(isMoved ? { Path: path.trim() } : {}),
        ...(isAccepted && refusal === OLDER ? { AcceptOlder: true } : {}),
        ...(isAccepted && refusal === DAMAGED ? { AcceptDamage: true } : {}),
      })
      focusRegion(attached)
      closeDialog()
      notify({ kind: 'done', text: `Attached ${attached}. What waited for it is delivered now.` })
    } catch (error) {
      const code = (error as { readonly code?: string }).code
      if (code === OLDER || code === DAMAGED) setRefusal(code)
      throw error
    }
  })
  const choosing = useAction(async (kind: 'file' | 'folder') => {
    const chosen = await app('dialog.choose-path', { title: 'Choose the file of the region, or its folder', kind })
    if (chosen !== null) setPath(chosen.path)
  })
  const error = attaching.error ?? choosing.error
  const isRefusal = attaching.error?.code === OLDER || attaching.error?.code === DAMAGED
  return (
    <Dialog
      title={region === undefined ? 'Attach a region' : `Attach ${region}`}
      description="Opens the region’s file again. It must be of this vault. The other regions are not touched."
      width="medium"
      isBusy={attaching.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant={isAccepted ? 'danger' : 'primary'} isDisabled={path.trim() === '' || (refusal !== null && !isAccepted)} isPending={attaching.pending} onPress={attaching.run}>
            {isAccepted ? 'Attach as it is' : 'Attach region'}
          </Button>
        </>
      }
    >
      <TextField
        label="File of the region, or the folder with it"
        value={path}
        onChange={(next) => {
          setPath(next)
          // Another file has not been refused yet.
          setRefusal(null)
          setAccepted(false)
        }}
        placeholder={`/media/you/stick/${region ?? 'eu-west-1'}.db`}
        mono
        autoFocus
      />
      <div className="mt-1.5 flex gap-2">
        <Button onPress={() => choosing.run('file')}>Choose the file…</Button>
        {region === undefined ? null : <Button onPress={() => choosing.run('folder')}>Choose the folder…</Button>}
      </div>
      {refusal === null ? null : (
        <Note
          tone={refusal === OLDER ? 'amber' : 'red'}
          className="mt-3"
          role="alert"
          title={refusal === OLDER ? 'This file is older than the last one seen here' : 'This file is damaged, or was changed by something else than Coffer'}
          actions={
            <>
              <Button isDisabled={isAccepted} isPending={attaching.pending} onPress={attaching.run}>
                Look again
              </Button>
              {isRefusal ? <span className="text-sm text-muted">Looked at just now: unchanged.</span> : null}
            </>
          }
        >
          {refusal === OLDER
            ? 'Secrets that were changed or made in this region since then have their earlier state or are missing; deleted ones are back. Replicas in it are brought up to date by their primaries; replicas elsewhere of its older primaries are left as they are, and “Compare” shows them. If you have the newer file, choose that one.'
            : 'Its seal does not match. Secrets in it may have been put back to an earlier state or be missing, without a trace. If a back-up or a replica has the same secrets, use that. Values that were changed by anyone without the key cannot be opened, and are never shown as if they were right.'}
          <div className="mt-2">
            <Checkbox isSelected={isAccepted} onChange={setAccepted}>
              I know what that means. Open it as it is.
            </Checkbox>
          </div>
        </Note>
      )}
      {error === null || isRefusal ? null : <ErrorNote error={error} className="mt-3" />}
    </Dialog>
  )
}
