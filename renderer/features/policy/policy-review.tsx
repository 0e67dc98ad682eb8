import type { CofferError } from '../../api/coffer-api.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { PolicyStatements } from '../../components/policy-statements.tsx'
import { TextMerge } from '../../components/text-merge.tsx'
import type { CheckedPolicy, PolicySubject } from '../../store/policies.ts'

/** What saving would change, as text and in words. */
export function PolicyReview(props: { readonly subject: PolicySubject; readonly before: string; readonly after: string; readonly checked: CheckedPolicy | null; readonly error: CofferError | null }) {
  const { before, after, checked } = props
  return (
    <div className="flex min-h-[420px] flex-col gap-3">
      {props.error === null ? null : <ErrorNote error={props.error} />}
      {checked?.Warnings.map((warning) => (
        <Note key={warning} tone="amber">
          {warning}
        </Note>
      ))}
      <div className="grid grid-cols-[minmax(0,1.35fr)_minmax(280px,1fr)] gap-5 max-[860px]:grid-cols-1">
        <section aria-label="Changes" className="min-w-0">
          <h3 className="mb-2">{before === '' ? 'A first policy' : 'Changes'}</h3>
          {before === '' ? <CodeBlock text={after} /> : <TextMerge before={before} after={after} />}
        </section>
        <section aria-label="Afterwards" className="min-w-0">
          <h3 className="mb-2">Afterwards</h3>
          {checked === null ? null : <PolicyStatements statements={checked.Statements} />}
        </section>
      </div>
    </div>
  )
}
