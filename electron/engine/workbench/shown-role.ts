import { roleArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { RoleRecord } from '../access/access-record.ts'
import type { CallContext } from '../context.ts'

/** A role as lists show it. */
export function shownRole(role: RoleRecord): Output<'workbench:ListRoles'>['Roles'][number] {
  return {
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.id,
    CreateDate: role.createdAtMs,
    Description: role.description,
    AssumeRolePolicyDocument: role.trustPolicy,
    MaxSessionDuration: role.maxSessionSeconds,
    PolicyNames: role.policies.map((policy) => policy.name),
    PermissionsBoundary: role.permissionsBoundary,
  }
}

/** The role of the caller's account. Source of the text: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function findRole(context: CallContext, roleName: string): RoleRecord {
  const role = context.vault.access.roles.get(roleArn(context.vault.homeRegion, context.accountId, roleName))
  if (role === null) throw new ServiceError('NoSuchEntity', `The role with name ${roleName} cannot be found.`)
  return role
}

/** The role as a holder of inline policies. */
export function roleHolder(role: RoleRecord) {
  return { kind: 'role', name: role.roleName, policies: role.policies } as const
}
