import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { PolicyView } from '../../components/policy-view.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { readPolicy } from '../../store/policies.ts'
import type { KeyItem } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

/** Who may use and manage a key: the second yes that reading its secrets takes. */
export function KeyPolicyTab({ item }: { readonly item: KeyItem }) {
  const subject = { type: 'key', arn: item.metadata.Arn } as const
  // A changed policy is a changed key, and the keys are read anew.
  const items = useStore((state) => state.keys.items)
  const { value, error } = useLatest(`${subject.arn} ${revisionOf(items)}`, () => readPolicy(subject))
  return (
    <>
      <SectionHeader title="Who may do what" isFirst>
        {item.metadata.KeyManager === 'CUSTOMER' ? <Button onPress={() => openDialog('edit-policy', { subject })}>Edit policy</Button> : 'AWS writes this policy'}
      </SectionHeader>
      {error === null ? null : <ErrorNote error={error} />}
      {value === null ? null : <PolicyView subject={subject} document={value} />}
    </>
  )
}

const revisions = new WeakMap<object, number>()
let newest = 0

function revisionOf(items: object): number {
  let revision = revisions.get(items)
  if (revision === undefined) {
    newest += 1
    revision = newest
    revisions.set(items, revision)
  }
  return revision
}
