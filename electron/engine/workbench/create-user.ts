import { userArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { policiesWith } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { shownUser } from './shown-user.ts'
import { uniqueId } from './unique-id.ts'

const FULL_ACCESS_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['secretsmanager:*', 'kms:*', 'lambda:InvokeFunction'], Resource: '*' }],
})

/** Makes a user in the caller's account. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: CallHandler<'workbench:CreateUser'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    if (input.PolicyDocument !== undefined) checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const arn = userArn(context.vault.homeRegion, context.accountId, input.UserName)
    const { users } = context.vault.access
    if (users.get(arn) !== null) throw new ServiceError('EntityAlreadyExists', `User with name ${input.UserName} already exists.`)
    const user = {
      id: arn,
      accountId: context.accountId,
      userName: input.UserName,
      userId: uniqueId('AIDA', context.host.random),
      createdAtMs: context.nowMs,
      policies: policiesWith({ kind: 'user', name: input.UserName, policies: [] }, { name: input.PolicyName ?? 'access', document: input.PolicyDocument ?? FULL_ACCESS_POLICY }),
    }
    users.put(user)
    return { User: shownUser(context, user) }
  },
}
