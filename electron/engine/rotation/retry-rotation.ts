import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { findChangeableSecret } from '../secretsmanager/find-secret.ts'
import { versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { activeRun } from './rotation-journal.ts'

/** Tries what is unfinished again, from its first step, with the same version. */
export const retryRotation: CallHandler<'workbench:RetryRotation'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    if (secret.rotation?.enabled !== true) throw new ServiceError('InvalidRequestException', 'Rotation of this secret is off. RotateSecret turns it on.')
    const pending = versionWithStage(secret, AWSPENDING)
    const versionId = activeRun(context.region, secret.id)?.token ?? (pending === null || pending.stages.includes(AWSCURRENT) ? undefined : pending.versionId)
    if (versionId === undefined) throw new ServiceError('InvalidRequestException', 'No rotation of this secret is unfinished. RotateSecret begins one.')
    context.region.rotation.askForRetry(secret.id)
    return { VersionId: versionId }
  },
}
