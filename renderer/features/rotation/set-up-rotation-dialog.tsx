import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useFunctions } from '../../hooks/use-functions.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import type { SecretRotation } from '../../store/rotations.ts'
import { readSecretValue } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { SetUpRotation } from './set-up-rotation.tsx'
import { jsonObjectOf, targetOf, type Target } from './strategies.ts'

interface Known {
  readonly target: Target | null
  readonly stored: SecretRotation['Rotation'] | null
}

/** Reads what a set-up begins with: where the value logs in (the password is dropped at once) and what is stored already. */
async function readKnown(summary: SecretSummary): Promise<Known> {
  const stored = summary.RotationEnabled === undefined ? null : (await call('workbench:GetRotation', { SecretId: summary.ARN })).Rotation
  if (!summary.JsonKeys.includes('engine')) return { target: null, stored }
  const { SecretString } = await readSecretValue(summary.ARN)
  const value = jsonObjectOf(SecretString)
  return { target: value === null ? null : targetOf(value), stored }
}

/** Sets up, or changes, how a secret is rotated. */
export function SetUpRotationDialog({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const functions = useFunctions()
  const known = useLatest(arn, () => (summary === undefined ? Promise.reject(new Error('The secret is gone.')) : readKnown(summary)))
  const [token] = useState(() => crypto.randomUUID())
  if (summary !== undefined && known.value !== null && functions.loaded) {
    return <SetUpRotation summary={summary} items={functions.items} target={known.value.target} stored={known.value.stored} token={token} />
  }
  const error = known.error ?? functions.error
  return (
    <Dialog title="Set up rotation" onClose={closeDialog}>
      {error === null ? <Spinner label="Reading the secret" /> : <ErrorNote error={error} />}
    </Dialog>
  )
}
