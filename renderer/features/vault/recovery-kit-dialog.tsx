import { useState } from 'react'
import type { RecoveryKit } from '../../../shared/recovery-kit.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useStore } from '../../store/store.ts'
import { renewRecoveryKit } from '../../store/vault.ts'
import { closeDialog } from '../../store/view.ts'
import { NewKit } from './new-kit.tsx'

/** Makes a new recovery kit. Codes are not kept, so an old one cannot be shown again. */
export function RecoveryKitDialog() {
  const [kit, setKit] = useState<RecoveryKit | null>(null)
  const hadKit = useStore((state) => state.session.vault?.Slots.some((slot) => slot.Type === 'recovery') ?? false)
  const renewal = useAction(async () => {
    setKit(await renewRecoveryKit())
  })
  if (kit !== null) return <NewKit kit={kit} />
  return (
    <Dialog
      title="Make a new recovery kit"
      width="small"
      onClose={closeDialog}
      isBusy={renewal.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Not now</Button>
          <Button variant="primary" onPress={renewal.run} isPending={renewal.pending} autoFocus>
            Make a new kit
          </Button>
        </>
      }
    >
      <p className="text-muted">
        The kit opens the vault when the keychain is lost or the passphrase forgotten.
        {hadKit && ' The code of the present kit stops working at once and is not shown again. Back-ups made before keep their own passphrase.'}
      </p>
      {renewal.error !== null && <ErrorNote error={renewal.error} className="mt-3" />}
    </Dialog>
  )
}
