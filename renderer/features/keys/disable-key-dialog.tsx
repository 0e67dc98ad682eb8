import { call } from '../../api/coffer-api.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { enableKey, keyTitle, loadKeys } from '../../store/keys.ts'
import { useStore } from '../../store/store.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { AffectedSecrets, useAffectedSecrets } from './affected-secrets.tsx'

/** Says which secrets cannot be read while a key is disabled, then disables it. */
export function DisableKeyDialog({ keyArn }: { readonly keyArn: string }) {
  const item = useStore((state) => state.keys.items.find((one) => one.metadata.Arn === keyArn))
  const affected = useAffectedSecrets(keyArn)
  const disabling = useAction(async () => {
    await call('kms:DisableKey', { KeyId: keyArn })
    closeDialog()
    await loadKeys()
    if (item !== undefined) notify({ kind: 'done', text: `Disabled ${keyTitle(item)}.`, action: { label: 'Enable', run: () => enableKey(item).catch(notifyError) } })
  })
  if (item === undefined) return null
  const isNeeded = affected.value !== null && affected.value.TotalCount > 0
  return (
    <ConfirmDialog
      title={`Disable ${keyTitle(item)}`}
      action="Disable key"
      isDanger
      isDisabled={affected.value === null}
      isPending={disabling.pending}
      error={disabling.error}
      onConfirm={disabling.run}
      onClose={closeDialog}
    >
      <AffectedSecrets affected={affected} />
      <p className="mt-3">
        {isNeeded ? 'Programs that read them get DecryptionFailure, and new values are refused, until you enable the key again. ' : 'Until you enable it again, nothing is encrypted or decrypted with it. '}
        Nothing is lost.
      </p>
    </ConfirmDialog>
  )
}
