import { Ban, CircleCheck } from 'lucide-react'
import { principalLabel } from '../../../shared/activity-words.ts'
import { parseArn } from '../../../shared/arn.ts'
import { call } from '../../api/coffer-api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { explain } from '../../store/explain.ts'
import { closeDialog } from '../../store/view.ts'
import { type ShareLevel, tellingAction } from './share-plan.ts'

/** Tries out, for each that the secret was shared with, whether it now may: both yeses counted. */
export function ShareResult({ arn, principals, level }: { readonly arn: string; readonly principals: readonly string[]; readonly level: ShareLevel }) {
  const action = tellingAction(level)
  const { value, error } = useLatest(`${arn} ${action} ${principals.join(' ')}`, () =>
    Promise.all(principals.map((Principal) => call('workbench:ExplainAccess', { Principal, Action: action, SecretId: arn }))),
  )
  if (error !== null) return <ErrorNote error={error} />
  if (value === null) return <Spinner label="Asking the policies" />
  const isOtherAccount = principals.some((principal) => parseArn(principal)?.resource === 'root')
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Tried out" className="overflow-hidden rounded-lg border border-line">
        {value.map(({ Allowed, PrincipalArn, Checks }) => (
          <li key={PrincipalArn} className="flex items-start gap-2 border-line2 px-3 py-2 not-first:border-t">
            {Allowed ? <CircleCheck size={16} className="mt-0.5 text-accent" aria-hidden /> : <Ban size={16} className="mt-0.5 text-red" aria-hidden />}
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <b>{isOtherAccount ? `account ${parseArn(PrincipalArn)?.accountId ?? ''}` : principalLabel(PrincipalArn)}</b> {Allowed ? `may call ${action}` : `still may not call ${action}`}
              {Allowed ? null : <div className="text-sm text-muted">{Checks.find((check) => !check.Allowed)?.Sentence}</div>}
            </div>
            <WordButton
              label={`Explain ${principalLabel(PrincipalArn)}`}
              onPress={() => {
                closeDialog()
                explain({ mode: 'call', principal: PrincipalArn, action, secretArn: arn, versionStage: '', facts: [] })
              }}
            >
              Explain
            </WordButton>
          </li>
        ))}
      </ul>
      {isOtherAccount ? <Note>Users and roles of that account also need a policy of their own there that allows it, and name the secret by its ARN.</Note> : null}
    </div>
  )
}
