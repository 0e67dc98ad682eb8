import { useRef, useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { createSecret, newRequestToken, readSecretValue } from '../../store/secret-values.ts'
import { showNewSecret } from '../../store/show-secret.ts'
import { store, useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { NameField, useNameProblem } from './name-field.tsx'

/** `prod/db` becomes `prod/db-copy`, or `-copy-2` where that is taken. */
function freeName(name: string): string {
  const taken = new Set([...store.getState().secrets.summaries.values()].map((summary) => summary.Name))
  for (let count = 1; ; count += 1) {
    const candidate = `${name}-copy${count === 1 ? '' : `-${count}`}`
    if (!taken.has(candidate)) return candidate
  }
}

/** Copies a secret under another name: its current value, description, tags and key, but not its older versions. */
export function DuplicateSecretDialog({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const [name, setName] = useState(() => freeName(store.getState().secrets.summaries.get(arn)?.Name ?? 'secret'))
  const problem = useNameProblem(name)
  const token = useRef({ of: '', token: '' })
  const copying = useAction(async () => {
    if (summary === undefined) return
    const value = await readSecretValue(arn)
    if (token.current.of !== name) token.current = { of: name, token: newRequestToken() }
    const made = await createSecret(
      {
        name,
        content: value.SecretBinary === undefined ? { SecretString: value.SecretString ?? '' } : { SecretBinary: value.SecretBinary },
        description: summary.Description ?? '',
        kmsKeyId: summary.KmsKeyId ?? null,
        tags: summary.Tags.filter((tag) => !tag.Key.toLowerCase().startsWith('aws:')),
      },
      token.current.token,
    )
    closeDialog()
    await showNewSecret(made)
  })
  if (summary === undefined) return null
  return (
    <FormDialog
      title="Duplicate secret"
      description={<span className="mono [overflow-wrap:anywhere]">{summary.Name}</span>}
      width="small"
      onClose={closeDialog}
      action="Duplicate"
      canSubmit={problem === null}
      submission={copying}
    >
      <NameField name={name} onChange={setName} showEmpty />
      <p className="mt-3 text-sm text-muted">Takes over the current value, description, tags and key. Older versions stay with the original.</p>
    </FormDialog>
  )
}
