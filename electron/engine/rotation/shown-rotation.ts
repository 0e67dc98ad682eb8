import type { Output } from '../../../shared/operations/catalog.ts'
import { scheduleWords } from '../../../shared/rotation/schedule-words.ts'
import { nextRotationDateMs } from '../../../shared/rotation/windows.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import type { RotationJob, StepRecord } from './rotation-record.ts'
import { scheduleOf } from './rotation-schedule.ts'

type Answer = Output<'workbench:GetRotation'>

/** What lists show of a secret's rotation; null when it was never configured. */
export function shownRotation(secret: SecretRecord, job: RotationJob | null, nowMs: number): Answer['Rotation'] | null {
  const { rotation } = secret
  if (rotation === undefined) return null
  const { enabled, rules, nextWindow } = rotation
  const schedule = scheduleOf(rules)
  const active = job?.active ?? null
  const newest = job?.history[0]
  const lastFailure = active === null && newest?.outcome === 'failed' ? newest : undefined
  const failedStep = lastFailure?.steps.findLast((step) => step.status === 'failed')
  return {
    ARN: secret.id,
    Name: secret.name,
    RotationEnabled: enabled,
    RotationLambdaARN: rotation.functionArn,
    AutomaticallyAfterDays: rules?.AutomaticallyAfterDays,
    ScheduleExpression: rules?.ScheduleExpression,
    Duration: rules?.Duration,
    ScheduleWords: schedule === null ? undefined : scheduleWords(schedule),
    WhenMissed: rotation.whenMissed ?? 'as-soon-as-possible',
    NextWindowStartDate: nextWindow?.startMs,
    NextRotationDate: nextWindow === undefined ? undefined : nextRotationDateMs(nextWindow),
    LastRotatedDate: rotation.lastRotatedAtMs,
    IsOverdue: nextWindow !== undefined && nowMs >= nextWindow.endMs,
    State: active?.state,
    Step: active?.steps.at(-1)?.step,
    NextTryDate: active?.nextTryAtMs,
    ErrorType: active === null ? failedStep?.errorType : active.errorType,
    ErrorMessage: active === null ? lastFailure?.reason : active.errorMessage,
  }
}

/** The run that has not ended. */
export function shownActive(job: RotationJob | null): Answer['Active'] {
  const run = job?.active ?? null
  if (run === null) return undefined
  return {
    VersionId: run.token,
    Kind: run.kind,
    Cause: run.cause,
    RotationLambdaARN: run.functionArn,
    CreatedDate: run.createdAtMs,
    Steps: run.steps.map(shownStep),
    State: run.state,
    FailedTries: run.failedTries,
    NextTryDate: run.nextTryAtMs,
    ErrorType: run.errorType,
    ErrorMessage: run.errorMessage,
  }
}

/** The runs that have ended, newest first. */
export function shownHistory(job: RotationJob | null): Answer['History'] {
  return (job?.history ?? []).map((run) => ({
    VersionId: run.token,
    Kind: run.kind,
    Cause: run.cause,
    RotationLambdaARN: run.functionArn,
    CreatedDate: run.createdAtMs,
    Steps: run.steps.map(shownStep),
    Outcome: run.outcome,
    EndedDate: run.endedAtMs,
    Reason: run.reason,
  }))
}

function shownStep(step: StepRecord): Answer['History'][number]['Steps'][number] {
  return {
    Step: step.step,
    Try: step.tryNumber,
    Status: step.status,
    StartedDate: step.startedAtMs,
    EndedDate: step.endedAtMs,
    ErrorType: step.errorType,
    ErrorMessage: step.errorMessage,
  }
}
