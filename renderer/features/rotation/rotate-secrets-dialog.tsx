import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { functionNameOf } from '../../store/functions.ts'
import { rotateNow, showRotation } from '../../store/rotations.ts'
import { rotateSecrets } from '../../store/secret-actions.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

const NAMES_SHOWN = 100

/** Asks before one or many secrets are rotated now, and says which cannot be. */
export function RotateSecretsDialog({ arns }: { readonly arns: readonly string[] }) {
  const items = useStore((state) => state.rotations.items)
  const summaries = useStore((state) => state.secrets.summaries)
  const isPaused = useStore((state) => state.rotations.isPaused)
  const ready = items.filter((item) => arns.includes(item.ARN) && item.RotationEnabled)
  const left = arns.length - ready.length
  const [only] = ready
  const rotation = useAction(async () => {
    if (ready.length === 1 && only !== undefined) {
      await rotateNow(only.ARN)
      closeDialog()
      showRotation(only.ARN)
      return
    }
    await rotateSecrets(ready.map((item) => item.ARN))
    closeDialog()
  })
  return (
    <Dialog
      title={ready.length === 1 ? 'Rotate now?' : `Rotate ${ready.length.toLocaleString('en')} secrets now?`}
      role="alertdialog"
      width="small"
      isBusy={rotation.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={ready.length === 0} isPending={rotation.pending} onPress={rotation.run} autoFocus>
            Rotate now
          </Button>
        </>
      }
    >
      <p className="text-muted">
        {ready.length === 0
          ? 'None of them has its rotation set up and on. A secret’s Rotation tab sets it up.'
          : 'Each gets a new value by its function, and the value before becomes AWSPREVIOUS. With one user, programs that hold the old password must read the secret again.'}
        {isPaused && ready.length > 0 ? ' Rotations are paused: it begins when you resume them.' : ''}
      </p>
      <ul className="mt-3 max-h-56 overflow-auto rounded-lg border border-line bg-panel empty:hidden" tabIndex={0} aria-label="Secrets to rotate">
        {ready.slice(0, NAMES_SHOWN).map((item) => (
          <li key={item.ARN} className="flex h-[30px] items-center gap-2 border-line2 px-3 not-first:border-t">
            <span className="min-w-0 flex-1">
              <SecretName name={summaries.get(item.ARN)?.Name ?? item.Name} />
            </span>
            <span className="mono truncate text-sm text-muted">{functionNameOf(item.RotationLambdaARN)}</span>
          </li>
        ))}
        {ready.length > NAMES_SHOWN ? <li className="px-3 py-1 text-sm text-faint">and {(ready.length - NAMES_SHOWN).toLocaleString('en')} more</li> : null}
      </ul>
      {left > 0 && ready.length > 0 ? <p className="mt-2 text-sm text-muted">{left === 1 ? 'One other is' : `${left.toLocaleString('en')} others are`} left out: no rotation is set up, or it is off.</p> : null}
      {rotation.error === null ? null : <ErrorNote error={rotation.error} className="mt-3" />}
    </Dialog>
  )
}
