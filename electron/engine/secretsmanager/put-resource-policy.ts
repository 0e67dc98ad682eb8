import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret, secretRequest } from './authorize-secret.ts'
import { isBroad, LOCKED_OUT, locksOut, readResourcePolicy, TOO_BROAD } from './check-resource-policy.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/** PutResourcePolicy. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: CallHandler<'secretsmanager:PutResourcePolicy'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'PutResourcePolicy', input.SecretId, input)
  },
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    const document = readResourcePolicy(context, input.ResourcePolicy)
    if (input.BlockPublicPolicy === true && isBroad(document)) throw new ServiceError('PublicPolicyException', TOO_BROAD)
    if (locksOut(context, secretRequest(context, 'PutResourcePolicy', secret, input), input.ResourcePolicy)) {
      throw new ServiceError('InvalidParameterException', LOCKED_OUT)
    }
    context.region.secrets.rows.put({ ...secret, resourcePolicy: input.ResourcePolicy, lastChangedAtMs: context.nowMs })
    return { ARN: secret.id, Name: secret.name }
  },
}
