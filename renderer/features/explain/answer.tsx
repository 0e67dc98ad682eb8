import { Ban, CircleCheck } from 'lucide-react'
import { principalLabel, resourceLabel } from '../../../shared/activity-words.ts'
import { Chip } from '../../components/chip.tsx'
import { classNames } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import type { AccessCheck, Explanation } from '../../store/explain.ts'
import { keyTitle } from '../../store/keys.ts'
import type { ExplainQuestion } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { ConsideredPolicies } from './considered-policies.tsx'
import { inputOf, useExplanation } from './use-explanation.ts'

/** Yes or no, by which statement, and everything that was considered. */
export function Answer({ question }: { readonly question: ExplainQuestion }) {
  const input = inputOf(question)
  return typeof input === 'string' ? <EmptyState sentence={`${input} Then every policy that bears on the call is asked, and shown.`} /> : <Explained input={input} />
}

function Explained({ input }: { readonly input: Exclude<ReturnType<typeof inputOf>, string> }) {
  const { value, error } = useExplanation(input)
  if (error !== null) return <ErrorNote error={error} />
  return value === null ? null : <Verdict explanation={value} />
}

function Verdict({ explanation }: { readonly explanation: Explanation }) {
  const { Allowed, Checks, Notes, PrincipalArn } = explanation
  const refusals = Checks.filter((check) => !check.Allowed)
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className={classNames('flex items-start gap-2.5 rounded-lg px-3.5 py-3', Allowed ? 'bg-accent-soft text-accent-text' : 'bg-red-soft text-red')}>
        {Allowed ? <CircleCheck size={18} className="mt-0.5" aria-hidden /> : <Ban size={18} className="mt-0.5" aria-hidden />}
        <div className="min-w-0 flex-1">
          <b className="block text-md">
            {Allowed ? 'Allowed' : 'Denied'}
            <span className="font-normal"> for {principalLabel(PrincipalArn)}</span>
          </b>
          <div className="text-text [overflow-wrap:anywhere]">{summaryOf(explanation)}</div>
        </div>
      </div>
      {Notes.map((note) => (
        <Note key={note} tone="amber">
          {note}
        </Note>
      ))}
      {Checks.map((check, index) => (
        <CheckCard key={`${check.Action} ${check.Resource}`} check={check} number={index + 1} count={Checks.length} principalArn={PrincipalArn} />
      ))}
      {refusals[0]?.Message === undefined ? null : (
        <p className="selectable text-sm text-muted [overflow-wrap:anywhere]">
          A program gets: <span className="mono">{refusals[0].Message}</span>
        </p>
      )}
    </div>
  )
}

function summaryOf({ Allowed, Checks }: Explanation): string {
  if (Allowed) return Checks.length > 1 ? 'Every check says yes: the secret’s, and its key’s.' : sentenceOf(Checks[0])
  const refused = Checks.filter((check) => !check.Allowed)
  const [first] = refused
  if (first === undefined) return 'Nothing allows it.'
  return `${first.Action.startsWith('kms:') && Checks.length > refused.length ? 'The secret says yes, but its key says no: ' : ''}${sentenceOf(first)}`
}

/** The reason without its first word, which the verdict says already. */
function sentenceOf(check: AccessCheck | undefined): string {
  return (check?.Sentence ?? '').replace(/^(Allowed|Denied): /, '')
}

/** A key by its alias, everything else by its name. */
function useResourceName(resource: string): string {
  return useStore((state) => {
    const key = state.keys.items.find(({ metadata }) => metadata.Arn === resource)
    return key === undefined ? resourceLabel(resource) : keyTitle(key)
  })
}

function CheckCard({ check, number, count, principalArn }: { readonly check: AccessCheck; readonly number: number; readonly count: number; readonly principalArn: string }) {
  const resourceName = useResourceName(check.Resource)
  return (
    <section aria-label={check.Action} className="overflow-hidden rounded-lg border border-line bg-panel">
      <header className="flex items-start gap-2 px-3 py-2">
        <div className="min-w-0 flex-1">
          <h3 className="[overflow-wrap:anywhere]">
            {count > 1 ? <span className="mr-1.5 text-faint tabular-nums">{number}</span> : null}
            <span className="mono">{check.Action}</span> <span className="font-normal text-muted">on {resourceName}</span>
          </h3>
          <p className="text-sm text-muted [overflow-wrap:anywhere]">{check.Sentence}</p>
        </div>
        <Chip tone={check.Allowed ? 'accent' : 'red'}>{check.Allowed ? 'yes' : 'no'}</Chip>
      </header>
      <ConsideredPolicies check={check} principalArn={principalArn} />
    </section>
  )
}
