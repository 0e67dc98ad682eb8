import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { SecretNames } from '../../components/secret-names.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { purgeSecrets, secretNames, secretsText } from '../../store/secret-actions.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before secrets in the trash are deleted for good; the word must be typed, since nothing brings them back. */
export function PurgeSecretsDialog({ arns }: { readonly arns: readonly string[] }) {
  const [word, setWord] = useState('')
  // The names are kept from when the dialog opened: during the deletion the secrets go.
  const [names] = useState(() => secretNames(arns))
  const [text] = useState(() => secretsText(arns))
  const isTyped = word.trim().toLowerCase() === 'delete'
  const action = useAction(async () => {
    await purgeSecrets(arns)
    closeDialog()
  })
  return (
    <ConfirmDialog
      title="Delete for good?"
      action="Delete now"
      isDanger
      isDisabled={!isTyped}
      isPending={action.pending}
      error={action.error}
      onConfirm={action.run}
      onClose={closeDialog}
    >
      <p>
        <span className={arns.length === 1 ? 'mono text-text' : 'text-text'}>{text}</span> and all {arns.length === 1 ? 'its' : 'their'} versions are erased from the vault. Only a
        back-up that you made before can bring {arns.length === 1 ? 'it' : 'them'} back.
      </p>
      {names.length > 1 ? <SecretNames names={names} /> : null}
      <form
        className="mt-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isTyped) void action.run()
        }}
      >
        <TextField label="Type “delete” to confirm" value={word} onChange={setWord} autoFocus />
      </form>
    </ConfirmDialog>
  )
}
