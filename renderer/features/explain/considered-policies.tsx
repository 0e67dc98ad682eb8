import { Button } from 'react-aria-components'
import { Chip } from '../../components/chip.tsx'
import { classNames } from '../../components/class-names.ts'
import { type AccessCheck, type ExplainedStatement, subjectOfStatement } from '../../store/explain.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

const KIND_WORDS: Readonly<Record<ExplainedStatement['PolicyKind'], string>> = {
  identity: 'identity policy',
  resource: 'resource policy',
  'permissions-boundary': 'permissions boundary',
  session: 'session policy',
  'service-control': 'service control policy',
}

interface PolicyGroup {
  readonly name: string
  readonly statements: readonly ExplainedStatement[]
}

function byPolicy(statements: readonly ExplainedStatement[]): readonly PolicyGroup[] {
  const groups = new Map<string, ExplainedStatement[]>()
  for (const statement of statements) {
    const name = statement.PolicyKind === 'resource' || statement.PolicyName === KIND_WORDS[statement.PolicyKind] ? statement.PolicyName : `${KIND_WORDS[statement.PolicyKind]} ${statement.PolicyName}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [statement])
    else group.push(statement)
  }
  return [...groups].map(([name, inIt]) => ({ name, statements: inIt }))
}

/** Every document that was asked, statement by statement: what decided, what fits, and what does not and why. A press opens the document there. */
export function ConsideredPolicies({ check, principalArn }: { readonly check: AccessCheck; readonly principalArn: string }) {
  if (check.Statements.length === 0) {
    return <p className="px-3 py-2 text-muted">{check.Reason === 'allowed-by-root' ? 'No policy had to be asked.' : 'There is no policy that could allow it.'}</p>
  }
  return (
    <>
      {byPolicy(check.Statements).map(({ name, statements }) => (
        <div key={name} className="border-t border-line2">
          <h4 className="px-3 pt-2 pb-0.5 text-sm font-normal text-faint">{name}</h4>
          <ul aria-label={name}>
            {statements.map((statement) => (
              <li key={statement.StatementNumber}>
                <StatementLine check={check} statement={statement} principalArn={principalArn} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function StatementLine({ check, statement, principalArn }: { readonly check: AccessCheck; readonly statement: ExplainedStatement; readonly principalArn: string }) {
  const accountId = useStore((state) => state.session.accountId)
  const subject = subjectOfStatement(check, statement, principalArn, accountId)
  const isMiss = statement.Outcome === 'not-matched'
  const look = classNames('flex w-full items-start gap-2 px-3 py-1.5 text-left', statement.Outcome === 'decided' && (statement.Effect === 'Allow' ? 'shadow-[inset_2px_0_var(--accent)]' : 'shadow-[inset_2px_0_var(--red)]'))
  const line = (
    <>
      <span className="w-5 flex-none text-right text-sm text-faint tabular-nums">{statement.StatementNumber}</span>
      <span className={classNames('min-w-0 flex-1 [overflow-wrap:anywhere]', isMiss && 'text-muted')}>
        {statement.Words}
        {statement.Sid === undefined || statement.Sid === '' ? null : <span className="ml-1.5 inline-block max-w-full text-sm text-faint">{statement.Sid}</span>}
        {statement.Misses.length === 0 ? null : <span className="block text-sm text-muted">Does not fit: {statement.Misses.join('; ')}</span>}
      </span>
      {statement.Outcome === 'decided' ? <Chip tone={statement.Effect === 'Allow' ? 'accent' : 'red'}>decides</Chip> : isMiss ? null : <Chip>fits</Chip>}
      <span className={classNames('w-9 flex-none text-right text-sm', isMiss ? 'text-faint' : statement.Effect === 'Allow' ? 'text-accent-text' : 'text-red')}>{statement.Effect}</span>
    </>
  )
  if (subject === null) return <div className={look}>{line}</div>
  return (
    <Button onPress={() => openDialog('edit-policy', { subject, statement: statement.StatementNumber - 1 })} className={classNames(look, 'cursor-default hover:bg-sunken focus-visible:-outline-offset-2')}>
      {line}
    </Button>
  )
}
