import { parseArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { stsContext, type AssumeRoleMembers } from '../policy/sts-context.ts'

/**
 * Asks the role's trust policy and the caller's own policies for every action that AssumeRole takes. A role that is not there
 * has no trust policy, so that its refusal is the same.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function authorizeRole(context: CallContext, roleArn: string, members: AssumeRoleMembers): void {
  if (context.caller.principal.type === 'root') throw new ServiceError('AccessDeniedException', 'Roles may not be assumed by root accounts.')
  const role = context.vault.access.roles.get(roleArn)
  const request = {
    resource: roleArn,
    shownResource: roleArn,
    resourceAccountId: parseArn(roleArn)?.accountId ?? '',
    context: () => stsContext(members),
    ...(role === null ? {} : { resourcePolicy: role.trustPolicy }),
  }
  context.authorize({ action: 'sts:AssumeRole', ...request })
  if ((members.Tags?.length ?? 0) > 0) context.authorize({ action: 'sts:TagSession', ...request })
  if (members.SourceIdentity !== undefined) context.authorize({ action: 'sts:SetSourceIdentity', ...request })
}
