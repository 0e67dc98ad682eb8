import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/** DeleteResourcePolicy, also when there is none. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: CallHandler<'secretsmanager:DeleteResourcePolicy'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'DeleteResourcePolicy', input.SecretId)
  },
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    if (secret.resourcePolicy !== undefined) context.region.secrets.rows.put({ ...secret, resourcePolicy: undefined, lastChangedAtMs: context.nowMs })
    return { ARN: secret.id, Name: secret.name }
  },
}
