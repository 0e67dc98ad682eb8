import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Select } from '../../components/select.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { findKey, keyTitle } from '../../store/keys.ts'
import { changeKey, secretsText } from '../../store/secret-actions.ts'
import { store, useStore } from '../../store/store.ts'
import { closeDialog, openDialog } from '../../store/view.ts'

/** Chooses the KMS key that protects one or many secrets. */
export function ChangeKeyDialog({ arns }: { readonly arns: readonly string[] }) {
  const keys = useStore((state) => state.keys.items)
  const [chosen, setChosen] = useState(() => {
    const state = store.getState()
    const [first] = arns
    return findKey(state.keys, first === undefined ? undefined : state.secrets.summaries.get(first)?.KmsKeyId)?.metadata.Arn ?? ''
  })
  const action = useAction(async () => {
    await changeKey(arns, chosen)
    closeDialog()
  })
  return (
    <FormDialog
      title="Change key"
      description={<span className={arns.length === 1 ? 'mono' : ''}>{secretsText(arns)}</span>}
      width="small"
      onClose={closeDialog}
      action="Change key"
      canSubmit={chosen !== ''}
      submission={action}
      aside={
        <>
          <Button variant="quiet" onPress={() => openDialog('create-key', {})} className="-ml-2.5">
            Create a key…
          </Button>
          <span className="flex-1" />
        </>
      }
    >
      <Select
        label="Key"
        mono
        value={chosen}
        onChange={setChosen}
        options={keys.map((item) => ({ value: item.metadata.Arn, label: keyTitle(item), ...(item.metadata.Enabled ? {} : { hint: item.metadata.KeyState }) }))}
      />
      <p className="mt-3 text-sm text-muted">
        The versions that carry a staging label are encrypted again with this key. Programs that read the secret need permission to decrypt with it too.
      </p>
    </FormDialog>
  )
}
