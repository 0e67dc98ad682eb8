import type { PolicyKind } from '../../store/policies.ts'

/** What can stand in a policy, for completion. */

const SECRETS_MANAGER = [
  'BatchGetSecretValue', 'CancelRotateSecret', 'CreateSecret', 'DeleteResourcePolicy', 'DeleteSecret', 'DescribeSecret', 'GetRandomPassword',
  'GetResourcePolicy', 'GetSecretValue', 'ListSecretVersionIds', 'ListSecrets', 'PutResourcePolicy', 'PutSecretValue',
  'RemoveRegionsFromReplication', 'ReplicateSecretToRegions', 'RestoreSecret', 'RotateSecret', 'StopReplicationToReplica', 'TagResource',
  'UntagResource', 'UpdateSecret', 'UpdateSecretVersionStage', 'ValidateResourcePolicy',
] as const
const KMS = [
  'CancelKeyDeletion', 'ConnectCustomKeyStore', 'CreateAlias', 'CreateCustomKeyStore', 'CreateGrant', 'CreateKey', 'Decrypt', 'DeleteAlias',
  'DeleteCustomKeyStore', 'DeleteImportedKeyMaterial', 'DeriveSharedSecret', 'DescribeCustomKeyStores', 'DescribeKey', 'DisableKey', 'DisableKeyRotation',
  'DisconnectCustomKeyStore', 'EnableKey', 'EnableKeyRotation', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GenerateRandom', 'GetKeyPolicy',
  'GetKeyRotationStatus', 'GetParametersForImport', 'GetPublicKey', 'ImportKeyMaterial', 'ListAliases', 'ListGrants', 'ListKeyPolicies',
  'ListKeyRotations', 'ListKeys', 'ListResourceTags', 'ListRetirableGrants', 'PutKeyPolicy', 'ReEncryptFrom', 'ReEncryptTo', 'ReplicateKey', 'RetireGrant',
  'RevokeGrant', 'RotateKeyOnDemand', 'ScheduleKeyDeletion', 'Sign', 'SynchronizeMultiRegionKey', 'TagResource', 'UntagResource', 'UpdateAlias',
  'UpdateCustomKeyStore', 'UpdateKeyDescription', 'UpdatePrimaryRegion', 'Verify', 'VerifyMac',
] as const
const STS = ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'GetCallerIdentity', 'SetSourceIdentity', 'TagSession'] as const

/** Source: Service Authorization Reference. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = { secretsmanager: SECRETS_MANAGER, kms: KMS, sts: STS }

const SERVICES_OF: Readonly<Record<PolicyKind, readonly string[]>> = {
  resource: ['secretsmanager'],
  key: ['kms'],
  trust: ['sts'],
  identity: ['secretsmanager', 'kms', 'sts'],
  session: ['secretsmanager', 'kms', 'sts'],
}

/** Actions for a kind of policy, with the wildcards that people use. */
export function actionsFor(kind: PolicyKind): readonly string[] {
  return SERVICES_OF[kind].flatMap((service) => {
    const verbs = new Set((ACTIONS_OF[service] ?? []).map((action) => /^[A-Z][a-z]+/.exec(action)?.[0] ?? action))
    const groups = [...verbs].filter((verb) => (ACTIONS_OF[service] ?? []).filter((action) => action.startsWith(verb)).length > 1)
    return [`${service}:*`, ...(ACTIONS_OF[service] ?? []).map((action) => `${service}:${action}`), ...groups.map((verb) => `${service}:${verb}*`)]
  })
}

/** Whether an action, wildcards and all, means an action that the service has; true for services that are not known here. */
export function isKnownAction(action: string): boolean {
  const [service = '', pattern] = action.split(':')
  const known = ACTIONS_OF[service.toLowerCase()]
  if (known === undefined || pattern === undefined) return true
  const matcher = new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i')
  return known.some((name) => matcher.test(name))
}

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
export const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'ArnEquals', 'ArnLike',
  'ArnNotEquals', 'ArnNotLike', 'Bool', 'Null', 'IpAddress', 'NotIpAddress', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan',
  'DateGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals',
  'NumericGreaterThan', 'NumericGreaterThanEquals', 'BinaryEquals', 'StringEqualsIfExists', 'StringLikeIfExists', 'ForAnyValue:StringEquals',
  'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'ForAllValues:StringLike',
] as const

const GLOBAL_KEYS = [
  'aws:CurrentTime', 'aws:EpochTime', 'aws:MultiFactorAuthPresent', 'aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalTag/key', 'aws:PrincipalType',
  'aws:RequestedRegion', 'aws:RequestTag/key', 'aws:ResourceTag/key', 'aws:SourceIp', 'aws:TagKeys', 'aws:TokenIssueTime', 'aws:UserAgent', 'aws:userid',
  'aws:username', 'aws:ViaAWSService',
] as const
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  secretsmanager: [
    'secretsmanager:VersionStage', 'secretsmanager:VersionId', 'secretsmanager:SecretId', 'secretsmanager:ResourceTag/key', 'secretsmanager:Name',
    'secretsmanager:Description', 'secretsmanager:KmsKeyId', 'secretsmanager:KmsKeyArn', 'secretsmanager:BlockPublicPolicy',
    'secretsmanager:ForceDeleteWithoutRecovery', 'secretsmanager:RecoveryWindowInDays', 'secretsmanager:RotationLambdaARN',
    'secretsmanager:resource/AllowRotationLambdaArn', 'secretsmanager:AddReplicaRegions', 'secretsmanager:SecretPrimaryRegion',
  ],
  kms: [
    'kms:ViaService', 'kms:CallerAccount', 'kms:EncryptionContext:SecretARN', 'kms:EncryptionContextKeys', 'kms:GrantOperations', 'kms:GrantConstraintType',
    'kms:GranteePrincipal', 'kms:KeySpec', 'kms:KeyUsage', 'kms:RequestAlias', 'kms:ResourceAliases', 'kms:ScheduleKeyDeletionPendingWindowInDays',
    'kms:BypassPolicyLockoutSafetyCheck', 'kms:RotationPeriodInDays',
  ],
  sts: ['sts:ExternalId', 'sts:RoleSessionName', 'sts:SourceIdentity', 'sts:TransitiveTagKeys'],
}

/** Condition keys for a kind of policy: those of its services, then the global ones. Source: Service Authorization Reference; IAM user guide. */
export function conditionKeysFor(kind: PolicyKind): readonly string[] {
  return [...SERVICES_OF[kind].flatMap((service) => KEYS_OF[service] ?? []), ...GLOBAL_KEYS]
}

/** The elements of a statement for a kind of policy, in the order that people write them. */
export function elementsFor(kind: PolicyKind): readonly string[] {
  const isIdentity = kind === 'identity' || kind === 'session'
  return [
    'Sid',
    'Effect',
    ...(isIdentity ? [] : kind === 'trust' ? ['Principal'] : ['Principal', 'NotPrincipal']),
    'Action',
    'NotAction',
    ...(kind === 'trust' ? [] : ['Resource', 'NotResource']),
    'Condition',
  ]
}
