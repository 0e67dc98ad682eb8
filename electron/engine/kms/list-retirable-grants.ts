import { ServiceError } from '../../../shared/errors.ts'
import { parseArn } from '../../../shared/arn.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { listedGrants } from './listed-grants.ts'

/** ListRetirableGrants: on the keys of every account. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html */
export const listRetirableGrants: CallHandler<'kms:ListRetirableGrants'> = {
  kind: 'call',
  authorize(context) {
    authorizeAllKeys(context, 'kms:ListRetirableGrants')
  },
  handle(context, input) {
    const accountId = parseArn(input.RetiringPrincipal)?.accountId
    if (accountId !== context.accountId) throw new ServiceError('InvalidArnException', `ARN does not refer to a principal of your account: ${input.RetiringPrincipal}`)
    return listedGrants(context, context.region.keys.grantsRetirableBy(input.RetiringPrincipal), input)
  },
}
