import { roleArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { SESSION_SECONDS } from '../../../shared/operations/sts.ts'
import type { RoleRecord } from '../access/access-record.ts'
import type { CallHandler } from '../operation-handler.ts'
import { checkTrustedPrincipals, checkTrustPolicy } from './check-trust-policy.ts'
import { requireRoot } from './require-root.ts'
import { shownRole } from './shown-role.ts'
import { uniqueId } from './unique-id.ts'

/** Makes a role in the caller's account. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: CallHandler<'workbench:CreateRole'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkTrustPolicy(input.AssumeRolePolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const arn = roleArn(context.vault.homeRegion, context.accountId, input.RoleName)
    const { roles } = context.vault.access
    if (roles.get(arn) !== null) throw new ServiceError('EntityAlreadyExists', `Role with name ${input.RoleName} already exists.`)
    checkTrustedPrincipals(context, input.AssumeRolePolicyDocument)
    const role: RoleRecord = {
      id: arn,
      accountId: context.accountId,
      roleName: input.RoleName,
      roleId: uniqueId('AROA', context.host.random),
      createdAtMs: context.nowMs,
      description: input.Description,
      trustPolicy: input.AssumeRolePolicyDocument,
      maxSessionSeconds: input.MaxSessionDuration ?? SESSION_SECONDS.default,
      policies: [],
    }
    roles.put(role)
    return { Role: shownRole(role) }
  },
}
