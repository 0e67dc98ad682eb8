import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from '../secretsmanager/authorize-secret.ts'
import { findChangeableSecret } from '../secretsmanager/find-secret.ts'
import { checkSecretId } from '../secretsmanager/secret-name.ts'
import { versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { rotationErrors } from './rotation-errors.ts'
import { activeRun, finishRun } from './rotation-journal.ts'
import { withoutVersion } from './settle-rotation.ts'

/**
 * CancelRotateSecret: rotation is off, function and rules stay. A rotation that runs ends after its step, and its version keeps
 * AWSPENDING; the version of a test was only for the test.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
 */
export const cancelRotateSecret: CallHandler<'secretsmanager:CancelRotateSecret'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'CancelRotateSecret', input.SecretId)
  },
  handle(context, input) {
    const { region, nowMs } = context
    const secret = findChangeableSecret(context, input.SecretId)
    if (secret.rotation === undefined) throw rotationErrors.neverConfigured()
    const run = activeRun(region, secret.id)
    const tested = run?.kind === 'test' ? withoutVersion(region, secret, run.token) : secret
    if (run !== null) finishRun(region, secret.id, run.token, 'abandoned', nowMs, 'Rotation was cancelled.')
    region.secrets.rows.put({ ...tested, rotation: { ...secret.rotation, enabled: false, nextWindow: undefined }, lastChangedAtMs: nowMs })
    return { ARN: secret.id, Name: secret.name, VersionId: versionWithStage(tested, AWSPENDING)?.versionId }
  },
}
