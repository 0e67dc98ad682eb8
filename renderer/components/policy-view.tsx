import type { ReactNode } from 'react'
import { useLatest } from '../hooks/use-latest.ts'
import { copyText } from '../store/clipboard.ts'
import { checkPolicy, type PolicySubject, readablePolicy } from '../store/policies.ts'
import { openDialog } from '../store/view.ts'
import { CodeBlock } from './code-block.tsx'
import { Disclosure } from './disclosure.tsx'
import { ErrorNote } from './error-note.tsx'
import { Note } from './note.tsx'
import { PolicyStatements } from './policy-statements.tsx'

/** A stored policy to read: in words, what deserves a second look, and the document. A statement opens the editor at its place. */
export function PolicyView({ subject, document, children }: { readonly subject: PolicySubject; readonly document: string; readonly children?: ReactNode }) {
  const { value: checked, error } = useLatest(`${JSON.stringify(subject)} ${document}`, () => checkPolicy(subject, document))
  const text = readablePolicy(document)
  return (
    <div className="flex flex-col gap-2.5">
      {error === null ? null : <ErrorNote error={error} />}
      {checked?.Warnings.map((warning) => (
        <Note key={warning} tone="amber">
          {warning}
        </Note>
      ))}
      {checked?.Problems.map((problem) => (
        <Note key={`${problem.Path} ${problem.StartOffset}`} tone="red">
          {problem.Message}
        </Note>
      ))}
      {checked === null || checked.Statements.length === 0 ? null : (
        <PolicyStatements statements={checked.Statements} onPress={(statement) => openDialog('edit-policy', { subject, statement })} />
      )}
      {children}
      <Disclosure label="Document">
        <CodeBlock text={text} copy={() => copyText(text, { secret: false })} />
      </Disclosure>
    </div>
  )
}
