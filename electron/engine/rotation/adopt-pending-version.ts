import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { attachLabels, AWSCURRENT, AWSPENDING, detachLabel } from '../secretsmanager/staging-labels.ts'
import { describeCurrent } from '../secretsmanager/write-version.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { rotationErrors } from './rotation-errors.ts'
import { activeRun, finishRun } from './rotation-journal.ts'
import { afterSuccess } from './rotation-schedule.ts'
import { loginsInWords, sameAsTried, triedLogins, tryBothLogins } from './try-logins.ts'

/** Ends a stuck rotation by making its version current. Refused unless the target takes the pending password. */
export const adoptPendingVersion: CallHandler<'workbench:AdoptPendingVersion'> = {
  kind: 'call',
  waits: true,
  authorize: requireRoot,
  async handle(context, input) {
    const tried = await tryBothLogins(context, input.SecretId)
    const sentence = loginsInWords(tried)
    const { pending, pendingLogin } = tried
    if (pending.valueId === null) throw rotationErrors.emptyVersion(pending.versionId)
    if (pendingLogin === null && input.Confirm !== true) {
      throw new ServiceError('InvalidRequestException', `${sentence} Make sure that the target takes the pending one, and confirm.`)
    }
    if (pendingLogin?.Works === false) throw new ServiceError('InvalidRequestException', `${sentence} The current version stays current.`)
    context.region.store.transaction(() => adopt(context, sameAsTried(context, tried), pending.versionId))
    return { VersionId: pending.versionId, Logins: triedLogins(tried), Sentence: sentence }
  },
}

function adopt(context: CallContext, secret: SecretRecord, versionId: string): void {
  const { region, nowMs } = context
  const versions = detachLabel(attachLabels(secret.versions, versionId, [AWSCURRENT], 'stage'), versionId, AWSPENDING)
  const run = activeRun(region, secret.id)
  const rotation = secret.rotation?.enabled === true ? afterSuccess(secret.rotation, nowMs, run?.windowStartMs) : secret.rotation
  const changed: SecretRecord = { ...secret, versions, rotation, lastChangedAtMs: nowMs }
  region.secrets.rows.put({ ...changed, ...describeCurrent(context, changed) })
  finishRun(region, secret.id, versionId, 'succeeded', nowMs, 'The pending version was made current by hand.')
}
