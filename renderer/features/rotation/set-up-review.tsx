import { useState } from 'react'
import { changedTags, type TagChanges } from '../../../shared/rotation/setting-tags.ts'
import { utcMinuteText } from '../../../shared/utc-text.ts'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import type { RotationFunction } from '../../store/functions.ts'
import { EndpointNote } from '../../components/endpoint-note.tsx'
import { CheckFindings } from './check-findings.tsx'
import { localDateTime } from './date-words.ts'
import { intentWords, type SetUpChoice, type ValueChanges } from './set-up-choice.ts'
import type { Target } from './strategies.ts'

/** What the dry run found, what would happen, and the decision. */
export function SetUpReview(props: {
  readonly arn: string
  readonly found: RotationFunction
  readonly target: Target | null
  readonly choice: SetUpChoice
  readonly changes: ValueChanges
  readonly tags: TagChanges
  readonly storedTags: readonly { readonly Key: string; readonly Value: string }[]
  readonly firstWindowMs: number | null
  readonly isBusy: boolean
  readonly onDecide: (isRotatedNow: boolean) => Promise<void>
}) {
  const { arn, found, changes, firstWindowMs } = props
  const [asked, setAsked] = useState(0)
  const members = Object.keys(changes)
  const checks = useLatest(`${arn} ${found.FunctionArn} ${JSON.stringify([changes, props.tags])} ${asked}`, () =>
    call('workbench:CheckRotation', { SecretId: arn, RotationLambdaARN: found.FunctionArn, Tags: [...changedTags(props.storedTags, props.tags)], ...(members.length === 0 ? {} : { ValueChanges: changes }) }),
  )
  const problems = checks.value?.Checks.filter((check) => check.Status === 'problem').length ?? 0
  return (
    <>
      <SectionHeader title="Dry run" isFirst>
        <Button variant="quiet" isDisabled={checks.loading} onPress={() => setAsked(asked + 1)}>
          Check again
        </Button>
      </SectionHeader>
      <div aria-live="polite">
        {checks.loading ? <Spinner label="Logging in and looking at what the rotation needs" /> : null}
        {checks.error === null ? null : <ErrorNote error={checks.error} />}
        {checks.value === null ? null : <CheckFindings checks={checks.value} />}
      </div>
      {problems > 0 ? (
        <Note tone="amber" className="mt-3">
          {problems === 1 ? 'One thing would make the rotation fail.' : `${problems} things would make the rotation fail.`} Go back and change it, or put it right outside and check again.
        </Note>
      ) : null}
      {found.Runtime === 'built-in' ? null : <EndpointNote className="mt-3" />}
      <SectionHeader title="What happens" />
      <p>{intentWords(props.target, props.choice, found)}</p>
      {members.length === 0 ? null : (
        <p className="mt-1.5 text-muted">
          First a new version of the value is stored, with <span className="mono">{members.join(', ')}</span> changed.
        </p>
      )}
      {props.tags.put.length === 0 ? null : (
        <p className="mt-1.5 text-muted [overflow-wrap:anywhere]">
          Tags of the secret say what the new value is like: <span className="mono">{props.tags.put.map(({ Key, Value }) => `${Key}=${Value}`).join(', ')}</span>.
        </p>
      )}
      {props.tags.remove.length === 0 ? null : (
        <p className="mt-1.5 text-muted [overflow-wrap:anywhere]">
          Tags that are taken away: <span className="mono">{props.tags.remove.join(', ')}</span>.
        </p>
      )}
      <ul className="mt-3 overflow-hidden rounded-lg border border-line bg-panel">
        <li className="flex items-center gap-3 px-3 py-2">
          <div className="min-w-0 flex-1">
            <div className="font-bold">Rotate now</div>
            <div className="text-sm text-muted">All four steps at once, then by the schedule. AWS’s own choice.</div>
          </div>
          <Button variant={problems > 0 ? 'secondary' : 'primary'} isDisabled={checks.loading} isPending={props.isBusy} onPress={() => props.onDecide(true)}>
            {problems > 0 ? 'Rotate now anyway' : 'Rotate now'}
          </Button>
        </li>
        <li className="flex items-center gap-3 border-t border-line2 px-3 py-2">
          <div className="min-w-0 flex-1">
            <div className="font-bold">Only test now</div>
            <div className="text-sm text-muted">
              Runs the test step with the present value and changes nothing.
              {firstWindowMs === null ? null : (
                <>
                  {' '}
                  First rotation on <span title={utcMinuteText(firstWindowMs)}>{localDateTime(firstWindowMs)}</span>.
                </>
              )}
            </div>
          </div>
          <Button isDisabled={checks.loading} isPending={props.isBusy} onPress={() => props.onDecide(false)}>
            Only test now
          </Button>
        </li>
      </ul>
    </>
  )
}
