import type { ContextValue, RequestContext } from './authorization-request.ts'

/** The members of a Secrets Manager request that condition keys are made of; undefined when the caller did not send one. */
export interface SecretsManagerMembers {
  readonly Name?: string
  readonly Description?: string
  readonly KmsKeyId?: string
  readonly Type?: string
  readonly AddReplicaRegions?: readonly { readonly Region?: string }[]
  readonly ForceOverwriteReplicaSecret?: boolean
  readonly VersionId?: string
  readonly VersionStage?: string
  readonly RecoveryWindowInDays?: number
  readonly ForceDeleteWithoutRecovery?: boolean
  readonly BlockPublicPolicy?: boolean
  readonly RotationLambdaARN?: string
  readonly ExternalSecretRotationRoleArn?: string
  readonly RotationRules?: unknown
  readonly RotateImmediately?: boolean
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
  readonly TagKeys?: readonly string[]
}

/** The secret the call is about, once it is found. */
export interface SecretFacts {
  readonly arn: string
  readonly tags: Readonly<Record<string, string>>
  readonly rotationLambdaArn?: string
  /** Only for secrets with replicas. */
  readonly primaryRegion?: string
  readonly type?: string
}

export interface SecretsManagerCall {
  /** Operation name without the service, such as `GetSecretValue`. */
  readonly operation: string
  readonly members: SecretsManagerMembers
  /** Absent for CreateSecret, for operations without a secret, and when the id does not resolve. */
  readonly secret?: SecretFacts
  /** The key that `KmsKeyId` of the request resolves to. */
  readonly kmsKeyArn?: string
}

interface MemberKey {
  readonly key: string
  readonly operations: readonly string[]
  readonly read: (call: SecretsManagerCall) => ContextValue | undefined
}

/**
 * Keys made of request members, and the operations AWS sends them for. A member that was not sent has no key, even where a
 * default is implied: a read without VersionStage does not have AWSCURRENT here.
 * Source: Service Authorization Reference, "Condition keys for AWS Secrets Manager".
 */
const MEMBER_KEYS: readonly MemberKey[] = [
  { key: 'Name', operations: ['CreateSecret'], read: ({ members }) => members.Name },
  { key: 'Description', operations: ['CreateSecret', 'UpdateSecret'], read: ({ members }) => members.Description },
  { key: 'KmsKeyArn', operations: ['CreateSecret', 'UpdateSecret'], read: (call) => call.kmsKeyArn },
  { key: 'KmsKeyId', operations: ['CreateSecret', 'UpdateSecret'], read: ({ members }) => members.KmsKeyId },
  { key: 'Type', operations: ['CreateSecret', 'UpdateSecret'], read: ({ members }) => members.Type },
  { key: 'AddReplicaRegions', operations: ['CreateSecret', 'ReplicateSecretToRegions'], read: readReplicaRegions },
  {
    key: 'ForceOverwriteReplicaSecret',
    operations: ['CreateSecret', 'ReplicateSecretToRegions'],
    read: ({ members }) => members.ForceOverwriteReplicaSecret,
  },
  { key: 'VersionId', operations: ['GetSecretValue'], read: ({ members }) => members.VersionId },
  { key: 'VersionStage', operations: ['GetSecretValue', 'UpdateSecretVersionStage'], read: ({ members }) => members.VersionStage },
  { key: 'RecoveryWindowInDays', operations: ['DeleteSecret'], read: ({ members }) => members.RecoveryWindowInDays },
  { key: 'ForceDeleteWithoutRecovery', operations: ['DeleteSecret'], read: ({ members }) => members.ForceDeleteWithoutRecovery },
  { key: 'BlockPublicPolicy', operations: ['PutResourcePolicy'], read: ({ members }) => members.BlockPublicPolicy },
  { key: 'RotationLambdaARN', operations: ['RotateSecret'], read: ({ members }) => members.RotationLambdaARN },
  { key: 'ExternalSecretRotationRoleArn', operations: ['RotateSecret'], read: ({ members }) => members.ExternalSecretRotationRoleArn },
  { key: 'ModifyRotationRules', operations: ['RotateSecret'], read: ({ members }) => members.RotationRules !== undefined },
  { key: 'RotateImmediately', operations: ['RotateSecret'], read: ({ members }) => members.RotateImmediately },
]

/** The `secretsmanager:` keys of a call and the tag keys: `aws:ResourceTag/k`, `aws:RequestTag/k`, `aws:TagKeys`. */
export function secretsManagerContext(call: SecretsManagerCall): RequestContext {
  const context: Record<string, ContextValue> = {}
  for (const { key, operations, read } of MEMBER_KEYS) {
    const value = operations.includes(call.operation) ? read(call) : undefined
    if (value !== undefined) context[`secretsmanager:${key}`] = value
  }
  addRequestTags(context, call)
  if (call.operation !== 'CreateSecret' && call.secret !== undefined) addSecret(context, call.secret)
  return context
}

function addSecret(context: Record<string, ContextValue>, secret: SecretFacts): void {
  context['secretsmanager:SecretId'] = secret.arn
  if (secret.rotationLambdaArn !== undefined) context['secretsmanager:resource/AllowRotationLambdaArn'] = secret.rotationLambdaArn
  if (secret.primaryRegion !== undefined) context['secretsmanager:SecretPrimaryRegion'] = secret.primaryRegion
  if (secret.type !== undefined) context['secretsmanager:resource/Type'] = secret.type
  for (const [key, value] of Object.entries(secret.tags)) addResourceTag(context, key, value)
}

function addRequestTags(context: Record<string, ContextValue>, { operation, members }: SecretsManagerCall): void {
  if (operation === 'UntagResource' && members.TagKeys !== undefined) context['aws:TagKeys'] = members.TagKeys
  if ((operation !== 'CreateSecret' && operation !== 'TagResource') || members.Tags === undefined) return
  context['aws:TagKeys'] = members.Tags.map((tag) => tag.Key)
  for (const { Key, Value } of members.Tags) {
    context[`aws:RequestTag/${Key}`] = Value
    // A secret that is being made has the tags it is being given.
    if (operation === 'CreateSecret') addResourceTag(context, Key, Value)
  }
}

function addResourceTag(context: Record<string, ContextValue>, key: string, value: string): void {
  context[`aws:ResourceTag/${key}`] = value
  context[`secretsmanager:ResourceTag/${key}`] = value
}

function readReplicaRegions({ members }: SecretsManagerCall): readonly string[] | undefined {
  return members.AddReplicaRegions?.flatMap((replica) => (replica.Region === undefined ? [] : [replica.Region]))
}
