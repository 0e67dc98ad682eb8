import { CircleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { CofferError } from '../../api/coffer-api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { PolicyStatements } from '../../components/policy-statements.tsx'
import type { CheckedPolicy } from '../../store/policies.ts'
import { unknownActionWords } from './policy-extensions.ts'

/** What a text means, statement by statement, or what is wrong with it and where; a press goes to the place. */
export function PolicyJudgement(props: {
  readonly checked: CheckedPolicy | null
  readonly error: CofferError | null
  readonly unknown: readonly string[]
  readonly onStatement: (index: number) => void
  readonly onOffset: (offset: number) => void
}) {
  const { checked, error } = props
  return (
    <section aria-label="What it means" className="flex flex-col gap-2">
      <h3>In words</h3>
      {error === null ? null : <ErrorNote error={error} />}
      {checked === null || checked.Problems.length === 0 ? null : (
        <ul aria-label="Problems" className="overflow-hidden rounded-lg border border-line bg-panel">
          {checked.Problems.map((problem) => (
            <li key={`${problem.StartOffset} ${problem.Message}`} className="border-line2 not-first:border-t">
              <Button onPress={() => props.onOffset(problem.StartOffset)} className="flex w-full cursor-default items-start gap-2 px-3 py-1.5 text-left hover:bg-sunken focus-visible:-outline-offset-2">
                <CircleAlert size={14} className="mt-[3px] text-red" aria-hidden />
                <span className="min-w-0 flex-1">{problem.Message}</span>
                <span className="text-sm text-faint tabular-nums">line {problem.Line}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {checked === null || checked.Statements.length === 0 ? null : <PolicyStatements statements={checked.Statements} onPress={props.onStatement} />}
      {checked?.Warnings.map((warning) => (
        <Note key={warning} tone="amber">
          {warning}
        </Note>
      ))}
      {props.unknown.map((action) => (
        <Note key={action} tone="amber">
          {unknownActionWords(action)}
        </Note>
      ))}
    </section>
  )
}
