import { nextRotationDateMs, nextWindows } from '../../../shared/rotation/windows.ts'
import type { CallHandler } from '../operation-handler.ts'
import { findSecret } from '../secretsmanager/find-secret.ts'
import { versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { rotationErrors } from './rotation-errors.ts'
import { logId } from './rotation-journal.ts'
import { scheduleOf } from './rotation-schedule.ts'
import { arePaused } from './rotation-setting.ts'
import { shownActive, shownHistory, shownRotation } from './shown-rotation.ts'

const WINDOWS_SHOWN = 5

/** Everything of one secret's rotation: the steps as they run, what was before, what the function wrote, what comes. */
export const getRotation: CallHandler<'workbench:GetRotation'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { region, nowMs } = context
    const secret = findSecret(context, input.SecretId)
    const job = region.rotation.jobs.get(secret.id)
    const rotation = shownRotation(secret, job, nowMs)
    if (rotation === null) throw rotationErrors.noFunction()
    const pending = versionWithStage(secret, AWSPENDING)
    const token = input.VersionId ?? job?.active?.token ?? job?.history[0]?.token ?? ''
    return {
      Rotation: rotation,
      NextWindows: comingWindows(secret.rotation, nowMs),
      PendingVersionId: pending === null || pending.stages.includes(AWSCURRENT) ? undefined : pending.versionId,
      Active: shownActive(job),
      History: shownHistory(job),
      Log: (region.rotation.logs.get(logId(secret.id, token))?.lines ?? []).map(({ step, tryNumber, atMs, text }) => ({ Step: step, Try: tryNumber, Timestamp: atMs, Text: text })),
      IsPaused: arePaused(context.vault),
    }
  },
}

/** The planned window, and those after it when each is used as it opens. */
function comingWindows(rotation: Parameters<typeof shownRotation>[0]['rotation'], nowMs: number): { StartDate: number; EndDate: number }[] {
  const schedule = rotation?.enabled === true ? scheduleOf(rotation.rules) : null
  const planned = rotation?.nextWindow
  if (schedule === null || planned === undefined) return []
  const following = nextWindows(schedule, Math.max(planned.startMs, nowMs), WINDOWS_SHOWN - 1)
  return [planned, ...following].map((window) => ({ StartDate: window.startMs, EndDate: nextRotationDateMs(window) }))
}
