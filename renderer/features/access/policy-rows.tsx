import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { PolicyView } from '../../components/policy-view.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { deletePolicy, readPolicy } from '../../store/policies.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'

export interface PolicyOwner {
  readonly type: 'user' | 'group' | 'role'
  readonly name: string
}

/** The policies of a user, group or role by name; each opens to what it says. `revision` rises when they may have changed. */
export function PolicyRows({ owner, policyNames, revision }: { readonly owner: PolicyOwner; readonly policyNames: readonly string[]; readonly revision: object }) {
  const [deleting, setDeleting] = useState<string | null>(null)
  return (
    <>
      <SectionHeader title="May do">
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('add-policy', owner)}>
          Add a policy
        </Button>
      </SectionHeader>
      {policyNames.length === 0 ? <Note>{NOTHING[owner.type]}</Note> : null}
      <ul aria-label="Policies" className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {policyNames.map((name) => (
          <li key={name} className="relative border-t border-line2 py-1 pr-1.5 pl-2.5 first:border-t-0">
            <Disclosure label={name} defaultExpanded={policyNames.length === 1}>
              <PolicyDocument owner={owner} policyName={name} revision={revision} />
            </Disclosure>
            <div className="absolute top-1 right-1.5 flex">
              <IconButton label={`Edit ${name}`} icon={<Pencil size={14} />} onPress={() => openDialog('edit-policy', { subject: { ...owner, policyName: name } })} />
              <IconButton label={`Delete ${name}`} icon={<Trash2 size={14} />} onPress={() => setDeleting(name)} />
            </div>
          </li>
        ))}
      </ul>
      {deleting === null ? null : <DeletePolicy owner={owner} policyName={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

const NOTHING = {
  user: 'No policy of its own: it may do what its groups may, and what policies of secrets and keys allow it.',
  group: 'No policy, so the group allows its users nothing.',
  role: 'No policy, so its sessions may do what policies of secrets and keys allow them, and nothing else.',
} as const

let reads = 0
const readsOf = new WeakMap<object, number>()

/** A number for each state of the list: the same list is not read twice. */
function numberOf(revision: object): number {
  let number = readsOf.get(revision)
  if (number === undefined) {
    reads += 1
    number = reads
    readsOf.set(revision, number)
  }
  return number
}

function PolicyDocument({ owner, policyName, revision }: { readonly owner: PolicyOwner; readonly policyName: string; readonly revision: object }) {
  const subject = { ...owner, policyName }
  const { value, error } = useLatest(`${owner.type}/${owner.name}/${policyName} ${numberOf(revision)}`, () => readPolicy(subject))
  if (error !== null) return <ErrorNote error={error} />
  return value === null ? null : <PolicyView subject={subject} document={value} />
}

function DeletePolicy({ owner, policyName, onClose }: { readonly owner: PolicyOwner; readonly policyName: string; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    await deletePolicy({ ...owner, policyName })
    onClose()
    notify({ kind: 'done', text: `Deleted the policy ${policyName} of ${owner.name}.` })
  })
  return (
    <ConfirmDialog title="Delete the policy" action="Delete policy" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      {owner.type === 'group' ? `Users of ${owner.name}` : owner.name} may no longer do what only <span className="mono">{policyName}</span> allows, and again what only it denies. This cannot be undone.
    </ConfirmDialog>
  )
}
