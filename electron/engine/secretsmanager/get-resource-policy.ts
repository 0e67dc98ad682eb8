import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findActiveSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/** GetResourcePolicy. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export const getResourcePolicy: CallHandler<'secretsmanager:GetResourcePolicy'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'GetResourcePolicy', input.SecretId)
  },
  handle(context, input) {
    const secret = findActiveSecret(context, input.SecretId)
    return { ARN: secret.id, Name: secret.name, ResourcePolicy: secret.resourcePolicy }
  },
}
