import type { CallHandler } from '../operation-handler.ts'
import { checkTrustedPrincipals, checkTrustPolicy } from './check-trust-policy.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** Replaces the trust policy; sessions that run go on. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy: CallHandler<'workbench:UpdateAssumeRolePolicy'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkTrustPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    checkTrustedPrincipals(context, input.PolicyDocument)
    context.vault.access.roles.put({ ...role, trustPolicy: input.PolicyDocument })
  },
}
