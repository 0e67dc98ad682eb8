import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { finishRun } from './rotation-journal.ts'
import { withoutPending } from './settle-rotation.ts'
import { loginsInWords, sameAsTried, triedLogins, tryBothLogins } from './try-logins.ts'

/**
 * Gives a stuck rotation up: its version loses AWSPENDING, and can still be read by its id. Refused unless the target still
 * takes the current password; a version without a value was never used, so it may always go.
 */
export const discardPendingVersion: CallHandler<'workbench:DiscardPendingVersion'> = {
  kind: 'call',
  waits: true,
  authorize: requireRoot,
  async handle(context, input) {
    const tried = await tryBothLogins(context, input.SecretId)
    const sentence = loginsInWords(tried)
    const { pending, current } = tried
    if (pending.valueId !== null && current === null && input.Confirm !== true) {
      throw new ServiceError('InvalidRequestException', `${sentence} Make sure that the target still takes the current one, and confirm.`)
    }
    if (pending.valueId !== null && current !== null && !current.Works) {
      throw new ServiceError('InvalidRequestException', `${sentence} The pending version is kept: it may hold the only password that works.`)
    }
    const { region, nowMs } = context
    region.store.transaction(() => {
      const secret = sameAsTried(context, tried)
      region.secrets.rows.put({ ...withoutPending(region, secret, pending.versionId), lastChangedAtMs: nowMs })
      finishRun(region, secret.id, pending.versionId, 'abandoned', nowMs, 'The pending version was discarded.')
    })
    return { VersionId: pending.versionId, Logins: triedLogins(tried), Sentence: sentence }
  },
}
