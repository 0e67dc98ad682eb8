import { Button } from 'react-aria-components'
import type { WordedStatement } from '../store/policies.ts'
import { Chip } from './chip.tsx'
import { classNames } from './class-names.ts'

/** A policy in plain words, a line a statement: who may do what, on what, when. A press, where there is one, goes to the statement. */
export function PolicyStatements(props: {
  readonly statements: readonly WordedStatement[]
  readonly onPress?: (index: number) => void
  /** The statement to stress, counted from 0. */
  readonly marked?: number | null
}) {
  const { statements, onPress, marked = null } = props
  return (
    <ul aria-label="In words" className="overflow-hidden rounded-lg border border-line bg-panel">
      {statements.map((statement, index) => {
        const line = <Line statement={statement} />
        const look = classNames('flex w-full items-start gap-2 px-3 py-1.5 text-left', marked === index && 'bg-accent-soft')
        return (
          <li key={index} className="border-line2 not-first:border-t">
            {onPress === undefined ? (
              <div className={look}>{line}</div>
            ) : (
              <Button onPress={() => onPress(index)} className={classNames(look, 'cursor-default hover:bg-sunken focus-visible:-outline-offset-2')}>
                {line}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Line({ statement }: { readonly statement: WordedStatement }) {
  const rest = statement.Words.startsWith(statement.Who) ? statement.Words.slice(statement.Who.length) : ` ${statement.Words}`
  return (
    <>
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <b>{statement.Who}</b>
        {rest}
        {statement.Sid === undefined || statement.Sid === '' ? null : <span className="ml-1.5 inline-block max-w-full text-sm text-faint">{statement.Sid}</span>}
      </span>
      {statement.Broad ? <Chip tone="amber">anybody</Chip> : null}
      <Chip tone={statement.Effect === 'Allow' ? 'accent' : 'red'}>{statement.Effect}</Chip>
    </>
  )
}
