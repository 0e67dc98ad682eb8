import { boolean, enumeration, integer, list, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

/** Accounts, identities and activity of the vault. Names follow IAM's API where it has the action. */
export const UserName = string({ min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ })
const AccountId = string({ pattern: /^\d{12}$/ })
const AccessKeyId = string({ min: 16, max: 128, pattern: /^\w+$/ })
export const PolicyName = string({ min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ })
export const PolicyDocument = string({ min: 1, max: 131_072 })
const AccessKey = structure({
  AccessKeyId: required(string()),
  UserName: required(string()),
  Status: required(enumeration('Active', 'Inactive')),
  CreateDate: required(timestamp()),
  LastUsedDate: timestamp(),
  Description: string(),
  /** The key's scope, which only takes away from what its user may do: reading alone, secrets of a prefix, until a time. */
  ReadOnly: boolean(),
  NamePrefix: string(),
  ExpirationDate: timestamp(),
})
const User = structure({
  UserName: required(string()),
  UserId: required(string()),
  Arn: required(string()),
  CreateDate: required(timestamp()),
  PolicyNames: required(list(string())),
  GroupNames: required(list(string())),
  /** The document of the permissions boundary, when there is one. */
  PermissionsBoundary: string(),
  AccessKeys: required(list(AccessKey)),
})
const Color = enumeration('none', 'red', 'amber', 'green', 'blue', 'violet')
const Account = structure({ AccountId: required(string()), Name: required(string()), Color: required(Color) })

export const ActivityEvent = structure({
  Sequence: required(integer()),
  EventId: required(string()),
  EventDate: required(timestamp()),
  Door: required(enumeration('window', 'endpoint', 'cli', 'scheduler', 'function')),
  PrincipalArn: required(string()),
  AccountId: required(string()),
  AccessKeyId: string(),
  SourceIp: string(),
  Operation: required(string()),
  Resources: required(list(string())),
  Region: required(string()),
  RequestId: required(string()),
  Outcome: required(enumeration('allowed', 'refused', 'failed')),
  ErrorCode: string(),
  /** Which statement of which policy decided. */
  Decision: string(),
  DurationMicros: required(integer()),
})

export const accessOperations = {
  'workbench:ListAccounts': workbenchOperation('reads', 'unsealed', structure({}), structure({ Accounts: required(list(Account)) })),
  'workbench:PutAccount': workbenchOperation(
    'writes',
    'unsealed',
    structure({ AccountId: required(AccountId), Name: required(string({ min: 1, max: 64 })), Color }),
    structure({ Account: required(Account) }),
  ),
  'workbench:ListUsers': workbenchOperation('reads', 'unsealed', structure({}), structure({ Users: required(list(User)) })),
  /** Without PolicyDocument the user may do everything in its account with Secrets Manager, KMS and rotation functions. */
  'workbench:CreateUser': workbenchOperation(
    'writes',
    'unsealed',
    structure({ UserName: required(UserName), PolicyName, PolicyDocument }),
    structure({ User: required(User) }),
  ),
  'workbench:DeleteUser': workbenchOperation('writes', 'unsealed', structure({ UserName: required(UserName) }), null),
  'workbench:GetUserPolicy': workbenchOperation(
    'reads',
    'unsealed',
    structure({ UserName: required(UserName), PolicyName: required(PolicyName) }),
    structure({ UserName: required(string()), PolicyName: required(string()), PolicyDocument: required(string()) }),
  ),
  'workbench:PutUserPolicy': workbenchOperation(
    'writes',
    'unsealed',
    structure({ UserName: required(UserName), PolicyName: required(PolicyName), PolicyDocument: required(PolicyDocument) }),
    null,
  ),
  'workbench:DeleteUserPolicy': workbenchOperation(
    'writes',
    'unsealed',
    structure({ UserName: required(UserName), PolicyName: required(PolicyName) }),
    null,
  ),
  /** The secret access key is in this one answer and never again. */
  'workbench:CreateAccessKey': workbenchOperation(
    'writes',
    'unsealed',
    structure({
      UserName: required(UserName),
      Description: string({ max: 256 }),
      ReadOnly: boolean(),
      NamePrefix: string({ min: 1, max: 512, pattern: /^[A-Za-z0-9/_+=.@-]+$/ }),
      ExpirationDate: timestamp(),
    }),
    structure({ AccessKey: required(AccessKey), SecretAccessKey: required(sensitiveString()) }),
  ),
  'workbench:UpdateAccessKey': workbenchOperation(
    'writes',
    'unsealed',
    structure({ AccessKeyId: required(AccessKeyId), Status: required(enumeration('Active', 'Inactive')) }),
    null,
  ),
  'workbench:DeleteAccessKey': workbenchOperation('writes', 'unsealed', structure({ AccessKeyId: required(AccessKeyId) }), null),
  'workbench:ListActivity': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      MaxResults: integer({ min: 1, max: 1000 }),
      NextToken: string({ max: 64 }),
      SecretId: string({ max: 2048 }),
      Outcome: enumeration('allowed', 'refused', 'failed'),
      Door: enumeration('window', 'endpoint', 'cli', 'scheduler', 'function'),
      Text: string({ max: 256 }),
    }),
    structure({ Events: required(list(ActivityEvent)), NextToken: string() }),
  ),
  /** Walks the hash chain of the whole record. */
  'workbench:VerifyActivity': workbenchOperation(
    'reads',
    'unsealed',
    structure({}),
    structure({ Intact: required(boolean()), EventCount: required(integer()), Problem: string() }),
  ),
} as const
