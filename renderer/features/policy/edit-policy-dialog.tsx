import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { type PolicySubject, readablePolicy, readPolicy } from '../../store/policies.ts'
import { closeDialog } from '../../store/view.ts'
import { PolicyForm } from './policy-form.tsx'
import { subjectTitle } from './subject-words.ts'

/** Reads a policy and edits it; what is not there yet starts empty. */
export function EditPolicyDialog({ subject, statement }: { readonly subject: PolicySubject; readonly statement?: number }) {
  const { value, loading, error } = useLatest(JSON.stringify(subject), () => readPolicy(subject))
  if (loading || error !== null) {
    return (
      <Dialog title={subjectTitle(subject)} width="wide" onClose={closeDialog}>
        {error === null ? <Spinner label="Reading the policy" /> : <ErrorNote error={error} />}
      </Dialog>
    )
  }
  return <PolicyForm subject={subject} stored={value === null ? null : readablePolicy(value)} statement={statement ?? null} />
}
