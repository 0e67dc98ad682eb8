import { app, call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus } from '../../store/session.ts'

/** Another disk may have a region's file at a place that the vault does not know yet; its place is noted, and it opens with the vault. */
export function FindRegion() {
  const finding = useAction(async () => {
    const chosen = await app('dialog.choose-path', { title: 'Choose the file of a region of this vault', kind: 'file' })
    if (chosen === null) return
    await call('workbench:AttachRegion', { Path: chosen.path })
    await refreshStatus()
  })
  return (
    <>
      <Button onPress={finding.run} isPending={finding.pending}>
        Choose a region’s file…
      </Button>
      {finding.error === null ? null : <ErrorNote error={finding.error} className="mt-1" />}
    </>
  )
}
