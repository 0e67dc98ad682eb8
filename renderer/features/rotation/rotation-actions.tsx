import { RefreshCw } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import type { RotationSummary } from '../../store/rotations.ts'
import { openDialog } from '../../store/view.ts'

/** What can be done with the rotation of one secret. */
export function RotationActions({ rotation, isBusy, isStuck }: { readonly rotation: RotationSummary; readonly isBusy: boolean; readonly isStuck: boolean }) {
  const { ARN: arn } = rotation
  if (!rotation.RotationEnabled) {
    return (
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <Button variant="primary" onPress={() => openDialog('set-up-rotation', { arn })}>
          Turn rotation on
        </Button>
        <span className="text-sm text-muted">Rotation is off. Its function and schedule are kept.</span>
      </div>
    )
  }
  return (
    <div className="mb-1 flex flex-wrap items-center gap-2">
      {isStuck ? null : (
        <Button icon={<RefreshCw size={14} aria-hidden />} variant="primary" isDisabled={isBusy} onPress={() => openDialog('rotate-secrets', { arns: [arn] })}>
          Rotate now
        </Button>
      )}
      <Button onPress={() => openDialog('set-up-rotation', { arn })} isDisabled={isBusy || isStuck}>
        Edit
      </Button>
      <Button variant="quiet" onPress={() => openDialog('cancel-rotation', { arn })}>
        Turn off
      </Button>
    </div>
  )
}
