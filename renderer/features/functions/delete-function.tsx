import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { deleteFunction, type RotationFunction } from '../../store/functions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'

const NAMES_SHOWN = 3

/** Removes a function of the user's; one that a secret is rotated with stays. */
export function DeleteFunction(props: { readonly item: RotationFunction; readonly secretArns: readonly string[]; readonly onClose: () => void }) {
  const { item, secretArns } = props
  const summaries = useStore((state) => state.secrets.summaries)
  const deletion = useAction(async () => {
    await deleteFunction(item.FunctionName)
    props.onClose()
    notify({ kind: 'done', text: `Removed ${item.FunctionName}. Its file is where it was.` })
  })
  const names = secretArns.slice(0, NAMES_SHOWN).map((arn) => summaries.get(arn)?.Name ?? arn)
  const more = secretArns.length - names.length
  return (
    <ConfirmDialog
      title={`Remove ${item.FunctionName}`}
      action="Remove function"
      isDanger
      isDisabled={secretArns.length > 0}
      isPending={deletion.pending}
      error={deletion.error}
      onConfirm={deletion.run}
      onClose={props.onClose}
    >
      {secretArns.length > 0 ? (
        <>
          It cannot be removed while secrets are set up with it: <span className="mono text-text">{names.join(', ')}</span>
          {more > 0 ? ` and ${more} more` : ''}. Give them another function first.
        </>
      ) : (
        <>Coffer forgets its settings and its last runs. The code stays where it is on your disk, and you can add it again.</>
      )}
    </ConfirmDialog>
  )
}
