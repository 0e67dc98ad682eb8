import type { AccessRequest } from '../access/access-request.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { allSecretsRequest, authorizeOperation, secretRequest } from './authorize-secret.ts'
import { isBroad, LOCKED_OUT, locksOut, readResourcePolicy, TOO_BROAD } from './check-resource-policy.ts'
import { findActiveSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/**
 * ValidateResourcePolicy: syntax, broad access, lock-out; stores nothing.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html
 */
export const validateResourcePolicy: CallHandler<'secretsmanager:ValidateResourcePolicy'> = {
  kind: 'call',
  check(input) {
    if (input.SecretId !== undefined) checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeOperation(context, 'ValidateResourcePolicy', input.SecretId)
  },
  handle(context, input) {
    const put = requestToPut(context, input.SecretId)
    const document = readResourcePolicy(context, input.ResourcePolicy)
    const errors = [
      ...(isBroad(document) ? [{ CheckName: 'REFLEXIVE_PRINCIPAL_CHECK', ErrorMessage: TOO_BROAD }] : []),
      ...(locksOut(context, put, input.ResourcePolicy) ? [{ CheckName: 'LOCKOUT_CHECK', ErrorMessage: LOCKED_OUT }] : []),
    ]
    return { PolicyValidationPassed: errors.length === 0, ValidationErrors: errors }
  },
}

function requestToPut(context: CallContext, secretId: string | undefined): AccessRequest {
  if (secretId === undefined) return allSecretsRequest(context, 'PutResourcePolicy')
  return secretRequest(context, 'PutResourcePolicy', findActiveSecret(context, secretId))
}
