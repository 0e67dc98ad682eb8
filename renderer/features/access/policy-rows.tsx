import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { copyText } from '../../store/clipboard.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { readablePolicy } from './user-policies.ts'

interface PolicyRowsProps {
  readonly userName: string
  readonly policyNames: readonly string[]
}

/** A user's policies by name; each opens to its document. */
export function PolicyRows({ userName, policyNames }: PolicyRowsProps) {
  const [deleting, setDeleting] = useState<string | null>(null)
  if (policyNames.length === 0) return <Note>No policy, so every call of this user is refused.</Note>
  return (
    <>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel">
        {policyNames.map((name) => (
          <li key={name} className="relative border-t border-line2 py-1 pr-1.5 pl-2.5 first:border-t-0">
            <Disclosure label={name}>
              <PolicyDocument userName={userName} policyName={name} />
            </Disclosure>
            <div className="absolute top-1 right-1.5 flex">
              <IconButton label={`Edit ${name}`} icon={<Pencil size={14} />} onPress={() => openDialog('put-user-policy', { userName, policyName: name })} />
              <IconButton label={`Delete ${name}`} icon={<Trash2 size={14} />} onPress={() => setDeleting(name)} />
            </div>
          </li>
        ))}
      </ul>
      {deleting !== null && <DeletePolicy userName={userName} policyName={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

function PolicyDocument({ userName, policyName }: { readonly userName: string; readonly policyName: string }) {
  const { value, error } = useLatest(`${userName}/${policyName}`, () => call('workbench:GetUserPolicy', { UserName: userName, PolicyName: policyName }))
  if (error !== null) return <ErrorNote error={error} />
  if (value === null) return null
  const text = readablePolicy(value.PolicyDocument)
  return <CodeBlock text={text} copy={() => copyText(text, { secret: false })} />
}

function DeletePolicy({ userName, policyName, onClose }: { readonly userName: string; readonly policyName: string; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    await call('workbench:DeleteUserPolicy', { UserName: userName, PolicyName: policyName })
    onClose()
    notify({ kind: 'done', text: `Deleted the policy ${policyName} of ${userName}.` })
  })
  return (
    <ConfirmDialog title="Delete the policy" action="Delete policy" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      {userName} may no longer do what only <span className="mono">{policyName}</span> allows. This cannot be undone.
    </ConfirmDialog>
  )
}
