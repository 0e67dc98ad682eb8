import { type PasswordPlan, passwordRulesOf, planPassword } from '../../../shared/rotation/password-rules.ts'
import { settingsOfTags } from '../../../shared/rotation/setting-tags.ts'
import { utcMinuteText } from '../../../shared/utc-text.ts'
import { call } from '../../api/coffer-api.ts'
import { Facts } from '../../components/facts.tsx'
import { fullTimeText, RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Select } from '../../components/select.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useFunctions } from '../../hooks/use-functions.ts'
import { focusFunction, functionNameOf } from '../../store/functions.ts'
import type { SecretRotation } from '../../store/rotations.ts'
import { notifyError } from '../../store/toasts.ts'
import { useStore } from '../../store/store.ts'
import { showSection } from '../../store/view.ts'
import { localDateTime, shortDateTime } from './date-words.ts'
import { strategyTitle } from './strategies.ts'

const WHEN_MISSED = [
  { value: 'as-soon-as-possible', label: 'Rotate as soon as possible' },
  { value: 'next-window', label: 'Wait for the next window' },
] as const

/** Schedule, strategy and function of a secret's rotation. */
export function RotationFacts({ arn, rotation: { Rotation: rotation, NextWindows: windows } }: { readonly arn: string; readonly rotation: SecretRotation }) {
  const { items } = useFunctions()
  const name = functionNameOf(rotation.RotationLambdaARN)
  const found = items.find((item) => item.FunctionArn === rotation.RotationLambdaARN)
  const [first, ...following] = windows
  const setWhenMissed = (WhenMissed: 'as-soon-as-possible' | 'next-window') => call('workbench:SetMissedRotation', { SecretId: arn, WhenMissed }).catch(notifyError)
  const expression = rotation.ScheduleExpression
  const passwords = usePasswordPlan(arn, name)
  return (
    <>
      <SectionHeader title="Schedule" />
      <Facts
        rows={[
          ...(found?.Strategy === undefined ? [] : [{ label: 'Strategy', value: strategyTitle(found.Strategy) }]),
          ...(passwords === null ? [] : [{ label: 'Passwords', value: <Passwords plan={passwords} /> }]),
          {
            label: 'When',
            value: (
              <>
                {rotation.ScheduleWords ?? 'only when asked for'}
                {expression === undefined ? null : <span className="mono ml-2 text-sm text-muted">{expression}</span>}
              </>
            ),
          },
          ...(first === undefined
            ? []
            : [
                {
                  label: 'Next',
                  value: (
                    <>
                      <span title={utcMinuteText(first.StartDate * 1000)} className="tabular-nums">
                        {localDateTime(first.StartDate * 1000)}
                      </span>
                      <span className="text-muted" title={following.map((window) => utcMinuteText(window.StartDate * 1000)).join('\n')}>
                        {following.length === 0 ? '' : ` · then ${following.map((window) => shortDateTime(window.StartDate * 1000)).join(' · ')}`}
                      </span>
                    </>
                  ),
                },
              ]),
          { label: 'Last', value: rotation.LastRotatedDate === undefined ? 'never' : <RelativeTime ms={rotation.LastRotatedDate * 1000} /> },
          {
            label: 'Function',
            value: (
              <TextLink
                onPress={() => {
                  showSection('functions')
                  focusFunction(name)
                }}
              >
                <span className="mono">{name}</span>
              </TextLink>
            ),
          },
          ...(rotation.IsOverdue && rotation.NextRotationDate !== undefined ? [{ label: 'Overdue', value: <span className="text-red">since {fullTimeText(rotation.NextRotationDate * 1000)}</span> }] : []),
          ...(rotation.ScheduleWords === undefined
            ? []
            : [{ label: 'If missed', value: <Select aria-label="If a window was missed because the computer was off" options={WHEN_MISSED} value={rotation.WhenMissed} onChange={setWhenMissed} className="-my-1 w-56" /> }]),
        ]}
      />
    </>
  )
}

/** What new passwords will be like, as the function reads the secret's tags; null where it makes none. */
function usePasswordPlan(arn: string, functionName: string): PasswordPlan | null {
  const tags = useStore((state) => state.secrets.summaries.get(arn)?.Tags)
  const rules = passwordRulesOf(functionName)
  const setting = settingsOfTags(tags ?? [])
  if (rules === null || (rules.engine === null && (setting('GENERATE') ?? 'password') !== 'password')) return null
  return planPassword(rules, setting)
}

function Passwords({ plan }: { readonly plan: PasswordPlan }) {
  if (!plan.ok) return <span className="text-red">{plan.problem}</span>
  const worry = plan.weakness ?? plan.caution
  return (
    <span className="[overflow-wrap:anywhere]">
      {plan.words}
      {worry === null ? null : <span className="text-amber"> · {worry}</span>}
    </span>
  )
}
