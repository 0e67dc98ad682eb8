import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { readSecretValue, type SecretValue, versionWithStage } from '../../store/secret-values.ts'
import { store, useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { EditBinary } from './edit-binary.tsx'
import { EditString } from './edit-string.tsx'

/** The value to edit, or null for a secret that has none yet. */
async function readForEdit(arn: string): Promise<SecretValue | null> {
  const summary = store.getState().secrets.summaries.get(arn)
  if (summary === undefined || versionWithStage(summary.VersionIdsToStages, 'AWSCURRENT') === null) return null
  return readSecretValue(arn)
}

/** Edits a secret's value; what is saved becomes a new version. */
export function EditSecretDialog({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const loaded = useLatest(arn, () => readForEdit(arn))
  if (summary === undefined) return null
  if (loaded.loading || loaded.error !== null) {
    return (
      <Dialog title={`Edit ${summary.Name}`} width="large" onClose={closeDialog} footer={<Button onPress={closeDialog}>Close</Button>}>
        {loaded.error === null ? <Spinner label="Reading the value" /> : <ErrorNote error={loaded.error} />}
      </Dialog>
    )
  }
  return loaded.value?.SecretBinary === undefined ? <EditString summary={summary} base={loaded.value} /> : <EditBinary summary={summary} base={loaded.value} />
}
