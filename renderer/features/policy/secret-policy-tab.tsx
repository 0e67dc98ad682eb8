import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { PolicyView } from '../../components/policy-view.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { deletePolicy, readPolicy } from '../../store/policies.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { WhoCanRead } from './who-can-read.tsx'

/** A secret's own policy in words, and the ways to change it. */
export function SecretPolicyTab({ arn }: { readonly arn: string }) {
  const isReplica = useStore((state) => state.secrets.summaries.get(arn)?.PrimaryRegion !== undefined)
  const name = useStore((state) => state.secrets.summaries.get(arn)?.Name ?? arn)
  const revision = useStore((state) => state.secrets.revision)
  const [removing, setRemoving] = useState(false)
  const subject = { type: 'secret', arn } as const
  const { value: document, loading, error } = useLatest(`${arn} ${revision}`, () => readPolicy(subject))
  if (error !== null) return <ErrorNote error={error} />
  if (loading && document === null) return null
  const share = () => openDialog('share-secret', { arn })
  const edit = () => openDialog('edit-policy', { subject })
  if (document === null) {
    return (
      <>
        <div className="mb-2 rounded-lg border border-line bg-panel">
          <EmptyState
            sentence="No policy of its own: who may read this secret is said by the policies of users, groups and roles alone."
            button={
              <span className="flex gap-2">
                <Button isDisabled={isReplica} onPress={edit}>Write a policy</Button>
                <Button variant="primary" isDisabled={isReplica} onPress={share}>
                  Share…
                </Button>
              </span>
            }
            commandLine={`aws secretsmanager put-resource-policy \\\n  --secret-id ${name} \\\n  --resource-policy file://policy.json --block-public-policy`}
          />
        </div>
        <WhoCanRead arn={arn} />
      </>
    )
  }
  return (
    <>
      <SectionHeader title="Who may do what" isFirst>
        <Button variant="quiet" isDisabled={isReplica} onPress={() => setRemoving(true)}>
          Remove
        </Button>
        <Button isDisabled={isReplica} onPress={edit}>Edit policy</Button>
        <Button isDisabled={isReplica} onPress={share}>Share…</Button>
      </SectionHeader>
      <PolicyView subject={subject} document={document} />
      <WhoCanRead arn={arn} />
      {removing ? <RemovePolicy arn={arn} name={name} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}

function RemovePolicy({ arn, name, onClose }: { readonly arn: string; readonly name: string; readonly onClose: () => void }) {
  const removing = useAction(async () => {
    await deletePolicy({ type: 'secret', arn })
    onClose()
    notify({ kind: 'done', text: `Removed the policy of ${name}.` })
  })
  return (
    <ConfirmDialog title="Remove the policy of this secret?" action="Remove policy" isDanger isPending={removing.pending} error={removing.error} onConfirm={removing.run} onClose={onClose}>
      What it allows is no longer allowed by it, and what it denies is no longer denied: the policies of users, groups and roles then decide alone. This cannot be undone; copy the document first to keep it.
    </ConfirmDialog>
  )
}
