import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { requireRoot } from '../workbench/require-root.ts'
import type { RotationJob } from './rotation-record.ts'

type Run = Output<'workbench:ListRotationRuns'>['Runs'][number]

/** More than a screen can show of a month; the newest are kept. */
const MOST_RUNS = 5_000

/**
 * The rotations of the account and region that ended in a stretch of time, newest first; of one that has not ended, the try that
 * failed last. Tests are left out, for they changed nothing.
 */
export const listRotationRuns: CallHandler<'workbench:ListRotationRuns'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { region, accountId } = context
    const runs = region.secrets
      .ofAccount(accountId)
      .flatMap((secret) => (secret.deletedAtMs === undefined ? runsOf(secret, region.rotation.jobs.get(secret.id)) : []))
      .filter(({ EndedDate }) => EndedDate >= input.StartDate && EndedDate < input.EndDate)
      .sort((left, right) => right.EndedDate - left.EndedDate)
    return { Runs: runs.slice(0, MOST_RUNS), IsComplete: runs.length <= MOST_RUNS }
  },
}

function runsOf({ id, name }: SecretRecord, job: RotationJob | null): readonly Run[] {
  const ended = (job?.history ?? []).flatMap(({ kind, token, outcome, endedAtMs, reason }): readonly Run[] => (kind === 'test' ? [] : [{ ARN: id, Name: name, VersionId: token, Outcome: outcome, EndedDate: endedAtMs, Reason: reason }]))
  const active = job?.active ?? null
  const failedAtMs = active?.steps.findLast(({ status }) => status === 'failed')?.endedAtMs
  if (active === null || active.kind === 'test' || active.failedTries === 0 || failedAtMs === undefined) return ended
  return [{ ARN: id, Name: name, VersionId: active.token, Outcome: 'failing', EndedDate: failedAtMs, Reason: active.errorMessage }, ...ended]
}
