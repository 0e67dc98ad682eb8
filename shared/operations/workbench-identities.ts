import { boolean, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'
import { SESSION_SECONDS } from './sts.ts'
import { PolicyDocument, PolicyName, UserName } from './workbench-access.ts'

/** Groups, roles and permissions boundaries. Names and members follow IAM's API; a boundary is given as a document, not as the ARN of one. */
const GroupName = string({ min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ })
const RoleName = string({ min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ })
const Description = string({ max: 1000 })
const MaxSessionDuration = integer({ min: SESSION_SECONDS.default, max: SESSION_SECONDS.max })

const Group = structure({
  GroupName: required(string()),
  GroupId: required(string()),
  Arn: required(string()),
  CreateDate: required(timestamp()),
  PolicyNames: required(list(string())),
  UserNames: required(list(string())),
})
const Role = structure({
  RoleName: required(string()),
  RoleId: required(string()),
  Arn: required(string()),
  CreateDate: required(timestamp()),
  Description: string(),
  /** The trust policy: who may assume the role. */
  AssumeRolePolicyDocument: required(string()),
  MaxSessionDuration: required(integer()),
  PolicyNames: required(list(string())),
  PermissionsBoundary: string(),
})

function writes<I extends Parameters<typeof structure>[0]>(input: I) {
  return workbenchOperation('writes', 'unsealed', structure(input), null)
}

export const identityOperations = {
  'workbench:ListGroups': workbenchOperation('reads', 'unsealed', structure({}), structure({ Groups: required(list(Group)) })),
  'workbench:CreateGroup': workbenchOperation('writes', 'unsealed', structure({ GroupName: required(GroupName) }), structure({ Group: required(Group) })),
  /** Another name. Users and policies stay; the ARN has the new name in it, the id stays. */
  'workbench:UpdateGroup': writes({ GroupName: required(GroupName), NewGroupName: required(GroupName) }),
  /** A group that has users is not deleted. */
  'workbench:DeleteGroup': writes({ GroupName: required(GroupName) }),
  'workbench:AddUserToGroup': writes({ GroupName: required(GroupName), UserName: required(UserName) }),
  'workbench:RemoveUserFromGroup': writes({ GroupName: required(GroupName), UserName: required(UserName) }),
  'workbench:GetGroupPolicy': workbenchOperation(
    'reads',
    'unsealed',
    structure({ GroupName: required(GroupName), PolicyName: required(PolicyName) }),
    structure({ GroupName: required(string()), PolicyName: required(string()), PolicyDocument: required(string()) }),
  ),
  'workbench:PutGroupPolicy': writes({ GroupName: required(GroupName), PolicyName: required(PolicyName), PolicyDocument: required(PolicyDocument) }),
  'workbench:DeleteGroupPolicy': writes({ GroupName: required(GroupName), PolicyName: required(PolicyName) }),

  'workbench:ListRoles': workbenchOperation('reads', 'unsealed', structure({}), structure({ Roles: required(list(Role)) })),
  'workbench:CreateRole': workbenchOperation(
    'writes',
    'unsealed',
    structure({ RoleName: required(RoleName), AssumeRolePolicyDocument: required(PolicyDocument), Description, MaxSessionDuration }),
    structure({ Role: required(Role) }),
  ),
  /** What is left out stays as it is. */
  'workbench:UpdateRole': writes({ RoleName: required(RoleName), Description, MaxSessionDuration }),
  'workbench:UpdateAssumeRolePolicy': writes({ RoleName: required(RoleName), PolicyDocument: required(PolicyDocument) }),
  /** Sessions that have not expired, newest first. What was issued before a revocation is listed too: the policy refuses it. */
  'workbench:ListRoleSessions': workbenchOperation(
    'reads',
    'unsealed',
    structure({ RoleName: required(RoleName) }),
    structure({
      Sessions: required(
        list(
          structure({
            AccessKeyId: required(string()),
            RoleSessionName: required(string()),
            IssueDate: required(timestamp()),
            ExpirationDate: required(timestamp()),
            SourceIdentity: string(),
            HasSessionPolicy: required(boolean()),
          }),
        ),
      ),
    }),
  ),
  /** Its sessions end with it. */
  'workbench:DeleteRole': writes({ RoleName: required(RoleName) }),
  'workbench:GetRolePolicy': workbenchOperation(
    'reads',
    'unsealed',
    structure({ RoleName: required(RoleName), PolicyName: required(PolicyName) }),
    structure({ RoleName: required(string()), PolicyName: required(string()), PolicyDocument: required(string()) }),
  ),
  'workbench:PutRolePolicy': writes({ RoleName: required(RoleName), PolicyName: required(PolicyName), PolicyDocument: required(PolicyDocument) }),
  'workbench:DeleteRolePolicy': writes({ RoleName: required(RoleName), PolicyName: required(PolicyName) }),

  'workbench:PutUserPermissionsBoundary': writes({ UserName: required(UserName), PolicyDocument: required(PolicyDocument) }),
  'workbench:DeleteUserPermissionsBoundary': writes({ UserName: required(UserName) }),
  'workbench:PutRolePermissionsBoundary': writes({ RoleName: required(RoleName), PolicyDocument: required(PolicyDocument) }),
  'workbench:DeleteRolePermissionsBoundary': writes({ RoleName: required(RoleName) }),
} as const
