import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { PolicyView } from '../../components/policy-view.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { deletePolicy } from '../../store/policies.ts'
import { openDialog } from '../../store/view.ts'

/** The permissions boundary of a user or role: the most that its policies can allow. */
export function BoundarySection({ type, name, document }: { readonly type: 'user-boundary' | 'role-boundary'; readonly name: string; readonly document: string | undefined }) {
  const [removing, setRemoving] = useState(false)
  const subject = { type, name }
  const removal = useAction(async () => {
    await deletePolicy(subject)
    setRemoving(false)
  })
  return (
    <>
      <SectionHeader title="Permissions boundary">
        {document === undefined ? null : (
          <Button variant="quiet" onPress={() => setRemoving(true)}>
            Remove
          </Button>
        )}
        <Button onPress={() => openDialog('edit-policy', { subject })}>{document === undefined ? 'Set a boundary' : 'Edit'}</Button>
      </SectionHeader>
      {document === undefined ? <p className="text-muted">None. A boundary limits what its policies can allow, and allows nothing by itself.</p> : <PolicyView subject={subject} document={document} />}
      {removing ? (
        <ConfirmDialog title="Remove the permissions boundary?" action="Remove boundary" isDanger isPending={removal.pending} error={removal.error} onConfirm={removal.run} onClose={() => setRemoving(false)}>
          {name} may then do all that its policies allow. This cannot be undone; copy the document first to keep it.
        </ConfirmDialog>
      ) : null}
    </>
  )
}
