import { useState } from 'react'
import { settingsProblem } from '../../../shared/rotation/password-rules.ts'
import type { TagChanges } from '../../../shared/rotation/setting-tags.ts'
import { nextWindow } from '../../../shared/rotation/windows.ts'
import { call, CofferError } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { RotationFunction } from '../../store/functions.ts'
import { type SecretRotation, setUpRotation, showRotation } from '../../store/rotations.ts'
import { readSecretValue } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { draftOf, FIRST_DRAFT, rulesOf, scheduleOfDraft } from './schedule-draft.ts'
import { type SetUpChoice, changedValue, choiceProblem, chosenFunction, tlsOf, valueChanges, type ValueChanges } from './set-up-choice.ts'
import { SetUpForm } from './set-up-form.tsx'
import { SetUpReview } from './set-up-review.tsx'
import { passwordPlan, settingsOf, tagChanges } from './value-settings.ts'
import { engineWords, jsonObjectOf, strategiesFor, type Strategy, type Target } from './strategies.ts'

interface SetUpProps {
  readonly summary: SecretSummary
  readonly items: readonly RotationFunction[]
  readonly target: Target | null
  readonly stored: SecretRotation['Rotation'] | null
  /** The version id of the rotation or test that this dialog begins, once. */
  readonly token: string
}

function firstChoice({ summary, items, target, stored }: SetUpProps): SetUpChoice {
  const before = items.find((item) => item.FunctionArn === stored?.RotationLambdaARN)
  const strategy: Strategy = before === undefined ? (strategiesFor(items, target?.engine ?? null, summary.Kind)[0] ?? 'own') : (before.Strategy ?? 'own')
  const firstOwn = items.find((item) => item.Runtime !== 'built-in')?.FunctionArn ?? ''
  return { strategy, ownFunctionArn: before?.Runtime !== undefined && before.Runtime !== 'built-in' ? before.FunctionArn : firstOwn, masterArn: target?.masterArn ?? '', tls: target === null ? 'if-offered' : tlsOf(target) }
}

/** A new version of the value with the members that the rotation needs; read here and now, so that no change of others is lost. */
async function storeChanges(arn: string, changes: ValueChanges): Promise<void> {
  const { SecretString } = await readSecretValue(arn)
  const value = jsonObjectOf(SecretString)
  if (value === null) throw new CofferError('InvalidRequestException', 'The value is no JSON object any more. Look at it, then set the rotation up again.')
  await call('secretsmanager:PutSecretValue', { SecretId: arn, ClientRequestToken: crypto.randomUUID(), SecretString: JSON.stringify(changedValue(value, changes)) })
}

async function storeTags(arn: string, { put, remove }: TagChanges): Promise<void> {
  if (put.length > 0) await call('secretsmanager:TagResource', { SecretId: arn, Tags: put })
  if (remove.length > 0) await call('secretsmanager:UntagResource', { SecretId: arn, TagKeys: remove })
}

/** Two steps: choose, then see what a dry run found and decide whether to rotate now or only to test. */
export function SetUpRotation(props: SetUpProps) {
  const { summary, items, target, stored, token } = props
  const { ARN: arn } = summary
  const [choice, setChoice] = useState(() => firstChoice(props))
  const [draft, setDraft] = useState(() => (stored?.ScheduleWords === undefined ? FIRST_DRAFT : draftOf(stored)))
  const [settings, setSettings] = useState(() => settingsOf(summary))
  const [isReview, setIsReview] = useState(false)
  const [openedAtMs] = useState(() => Date.now())
  const found = chosenFunction(items, target, choice)
  const { schedule, problem } = scheduleOfDraft(draft)
  const plan = passwordPlan(choice.strategy, found?.FunctionName ?? null, settings)
  const wrong = choiceProblem(target, choice, found) ?? problem ?? (plan === null ? null : settingsProblem(plan))
  const changes = valueChanges(target, choice)
  const tags = tagChanges(summary, choice.strategy, settings)
  const isFirst = stored === null
  const applying = useAction(async (isRotatedNow: boolean) => {
    if (found === null) return
    await storeTags(arn, tags)
    if (Object.keys(changes).length > 0) await storeChanges(arn, changes)
    await setUpRotation(arn, token, { RotationLambdaARN: found.FunctionArn, RotationRules: rulesOf(draft), RotateImmediately: isRotatedNow })
    closeDialog()
    showRotation(arn)
    notify({ kind: 'done', text: isRotatedNow ? `Rotating ${summary.Name}.` : `Testing the rotation of ${summary.Name}.` })
  })
  const where = target === null ? null : `${engineWords(target.engine)} at ${target.host}${target.port === '' ? '' : `:${target.port}`}, user ${target.username}`
  return (
    <Dialog
      title={isReview ? 'Rotate now?' : isFirst ? 'Set up rotation' : 'Edit the rotation'}
      description={
        <>
          <span className="mono">{summary.Name}</span>
          {where === null ? null : <span> · {where}</span>}
        </>
      }
      hasEdits={isReview}
      width={isReview ? 'medium' : 'large'}
      isBusy={applying.pending}
      onClose={closeDialog}
      footer={
        isReview ? (
          <Button isDisabled={applying.pending} onPress={() => setIsReview(false)} className="mr-auto">
            Back
          </Button>
        ) : (
          <>
            <span className="min-w-0 flex-1 text-sm text-muted">{wrong ?? 'Nothing is changed before you have seen what a dry run finds.'}</span>
            <Button onPress={closeDialog}>Cancel</Button>
            <Button variant="primary" isDisabled={wrong !== null} onPress={() => setIsReview(true)}>
              Test connection and dry run
            </Button>
          </>
        )
      }
    >
      {isReview && found !== null ? (
        <SetUpReview
          arn={arn}
          found={found}
          target={target}
          choice={choice}
          changes={changes}
          tags={tags}
          storedTags={summary.Tags}
          firstWindowMs={schedule === null ? null : nextWindow(schedule, openedAtMs).startMs}
          isBusy={applying.pending}
          onDecide={applying.run}
        />
      ) : (
        <SetUpForm summary={summary} target={target} items={items} functionName={found?.FunctionName ?? null} choice={choice} draft={draft} settings={settings} onChoice={setChoice} onDraft={setDraft} onSettings={setSettings} />
      )}
      {applying.error === null ? null : <ErrorNote error={applying.error} className="mt-3" />}
    </Dialog>
  )
}
