import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findSecret, refuseReplica } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/** RestoreSecret. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export const restoreSecret: CallHandler<'secretsmanager:RestoreSecret'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'RestoreSecret', input.SecretId)
  },
  handle(context, input) {
    const secret = findSecret(context, input.SecretId)
    refuseReplica(secret)
    if (secret.deletedAtMs !== undefined) context.region.secrets.rows.put({ ...secret, deletedAtMs: undefined, lastChangedAtMs: context.nowMs })
    return { ARN: secret.id, Name: secret.name }
  },
}
