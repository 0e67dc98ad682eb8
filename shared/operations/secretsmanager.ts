import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, map, required, sensitiveBlob, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'

/**
 * Shapes of AWS Secrets Manager 2017-10-17, as its API reference states them.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
// Spelled as AWS spells them: a refusal prints the pattern.
const FILTER_VALUE = new RegExp(String.raw`^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$`)
const ROTATION_TOKEN = new RegExp(String.raw`^[a-zA-Z0-9\-]+$`)
const SCHEDULE_EXPRESSION = new RegExp(String.raw`^[0-9A-Za-z\(\)#\?\*\-\/, ]+$`)
const SecretId = string({ min: 1, max: LIMITS.secretIdCharacters })
const ClientRequestToken = string({ min: LIMITS.clientRequestTokenMinCharacters, max: LIMITS.clientRequestTokenMaxCharacters })
const VersionId = ClientRequestToken
const VersionStage = string({ min: 1, max: LIMITS.stagingLabelCharacters })
const VersionStages = list(VersionStage, { min: 1, max: LIMITS.stagingLabelsPerRequest })
const SecretString = sensitiveString({ min: 1, max: LIMITS.secretValueBytes, measure: 'bytes' })
const SecretBinary = sensitiveBlob({ min: 1, max: LIMITS.secretValueBytes })
const Description = string({ max: LIMITS.descriptionCharacters })
const KmsKeyId = string({ max: LIMITS.kmsKeyIdCharacters })
const NextToken = string({ min: 1, max: LIMITS.nextTokenCharacters })
export const Region = string({ min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ })
const Tag = structure({ Key: string({ min: 1, max: LIMITS.tagKeyCharacters }), Value: string({ max: LIMITS.tagValueCharacters }) })
const Tags = list(Tag)
const StagesByVersion = map(list(string()))
export const AddReplicaRegions = list(structure({ Region, KmsKeyId }), { min: 1 })
export const ReplicationStatus = list(
  structure({ Region: string(), KmsKeyId: string(), Status: string(), StatusMessage: string(), LastAccessedDate: timestamp() }),
)
const RotationRules = structure({
  AutomaticallyAfterDays: integer({ min: 1, max: 1000 }),
  Duration: string({ min: 2, max: 3, pattern: /^[0-9h]+$/ }),
  ScheduleExpression: string({ min: 1, max: 256, pattern: SCHEDULE_EXPRESSION }),
})
/** Key and Values are checked by the operation, which has its own texts for their absence. */
const Filters = list(
  structure({
    Key: string(),
    Values: list(string({ max: LIMITS.filterValueCharacters, pattern: FILTER_VALUE }), { min: 1, max: LIMITS.filterValuesPerFilter }),
  }),
  { max: LIMITS.filtersPerRequest },
)

const describedSecret = {
  ARN: required(string()),
  Name: required(string()),
  Description: string(),
  KmsKeyId: string(),
  RotationEnabled: boolean(),
  RotationLambdaARN: string(),
  RotationRules,
  LastRotatedDate: timestamp(),
  LastChangedDate: timestamp(),
  LastAccessedDate: timestamp(),
  DeletedDate: timestamp(),
  NextRotationDate: timestamp(),
  Tags: list(structure({ Key: required(string()), Value: required(string()) })),
  OwningService: string(),
  CreatedDate: required(timestamp()),
  PrimaryRegion: string(),
  Type: string(),
}

const secretValue = {
  ARN: required(string()),
  Name: required(string()),
  VersionId: required(string()),
  SecretBinary: sensitiveBlob(),
  SecretString: sensitiveString(),
  VersionStages: list(string()),
  CreatedDate: required(timestamp()),
}

const arnAndName = structure({ ARN: required(string()), Name: required(string()) })

export const secretsManagerOperations = {
  'secretsmanager:CreateSecret': awsOperation(
    'writes',
    structure({
      Name: required(string({ min: 1, max: LIMITS.secretNameCharacters })),
      ClientRequestToken,
      Description,
      KmsKeyId,
      SecretBinary,
      SecretString,
      Tags,
      AddReplicaRegions,
      ForceOverwriteReplicaSecret: boolean(),
      Type: string({ max: 256 }),
    }),
    structure({ ARN: required(string()), Name: required(string()), VersionId: string(), ReplicationStatus }),
  ),
  'secretsmanager:GetSecretValue': awsOperation(
    'reads',
    structure({ SecretId: required(SecretId), VersionId, VersionStage }),
    structure(secretValue),
  ),
  'secretsmanager:BatchGetSecretValue': awsOperation(
    'reads',
    structure({
      SecretIdList: list(SecretId, { min: 1, max: LIMITS.batchItems }),
      Filters,
      MaxResults: integer({ min: 1, max: LIMITS.batchItems }),
      NextToken,
    }),
    structure({
      SecretValues: required(list(structure(secretValue))),
      Errors: required(list(structure({ SecretId: required(string()), ErrorCode: required(string()), Message: required(string()) }))),
      NextToken: string(),
    }),
  ),
  'secretsmanager:PutSecretValue': awsOperation(
    'writes',
    structure({
      SecretId: required(SecretId),
      ClientRequestToken,
      SecretBinary,
      SecretString,
      VersionStages,
      RotationToken: sensitiveString({ min: 36, max: 256, pattern: ROTATION_TOKEN }),
    }),
    structure({ ARN: required(string()), Name: required(string()), VersionId: required(string()), VersionStages: required(list(string())) }),
  ),
  'secretsmanager:UpdateSecret': awsOperation(
    'writes',
    structure({
      SecretId: required(SecretId),
      ClientRequestToken,
      Description,
      KmsKeyId,
      SecretBinary,
      SecretString,
      Type: string({ max: 256 }),
    }),
    structure({ ARN: required(string()), Name: required(string()), VersionId: string() }),
  ),
  'secretsmanager:DescribeSecret': awsOperation(
    'reads',
    structure({ SecretId: required(SecretId) }),
    structure({ ...describedSecret, VersionIdsToStages: StagesByVersion, ReplicationStatus }),
  ),
  'secretsmanager:ListSecrets': awsOperation(
    'reads',
    structure({
      IncludePlannedDeletion: boolean(),
      MaxResults: integer({ min: 1, max: LIMITS.listPageItems }),
      NextToken,
      Filters,
      SortOrder: enumeration('asc', 'desc'),
      SortBy: enumeration('created-date', 'last-accessed-date', 'last-changed-date', 'name'),
    }),
    structure({ SecretList: required(list(structure({ ...describedSecret, SecretVersionsToStages: StagesByVersion }))), NextToken: string() }),
  ),
  'secretsmanager:ListSecretVersionIds': awsOperation(
    'reads',
    structure({
      SecretId: required(SecretId),
      MaxResults: integer({ min: 1, max: LIMITS.listPageItems }),
      NextToken,
      IncludeDeprecated: boolean(),
    }),
    structure({
      ARN: required(string()),
      Name: required(string()),
      Versions: required(
        list(
          structure({
            VersionId: required(string()),
            VersionStages: list(string()),
            LastAccessedDate: timestamp(),
            CreatedDate: required(timestamp()),
            KmsKeyIds: required(list(string())),
          }),
        ),
      ),
      NextToken: string(),
    }),
  ),
  'secretsmanager:UpdateSecretVersionStage': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), VersionStage: required(VersionStage), RemoveFromVersionId: VersionId, MoveToVersionId: VersionId }),
    arnAndName,
  ),
  'secretsmanager:DeleteSecret': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), RecoveryWindowInDays: integer(), ForceDeleteWithoutRecovery: boolean() }),
    structure({ ARN: required(string()), Name: required(string()), DeletionDate: required(timestamp()) }),
  ),
  'secretsmanager:RotateSecret': awsOperation(
    'writes',
    structure({
      SecretId: required(SecretId),
      ClientRequestToken,
      RotationLambdaARN: string({ max: 2048 }),
      RotationRules,
      RotateImmediately: boolean(),
      ExternalSecretRotationMetadata: list(structure({ Key: string({ min: 1, max: 256 }), Value: string({ min: 1, max: 2048 }) })),
      ExternalSecretRotationRoleArn: string({ min: 20, max: 2048 }),
    }),
    structure({ ARN: required(string()), Name: required(string()), VersionId: string() }),
  ),
  'secretsmanager:CancelRotateSecret': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId) }),
    structure({ ARN: required(string()), Name: required(string()), VersionId: string() }),
  ),
  'secretsmanager:RestoreSecret': awsOperation('writes', structure({ SecretId: required(SecretId) }), arnAndName),
  'secretsmanager:TagResource': awsOperation('writes', structure({ SecretId: required(SecretId), Tags: required(Tags) }), null),
  'secretsmanager:UntagResource': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), TagKeys: required(list(string({ min: 1, max: LIMITS.tagKeyCharacters }))) }),
    null,
  ),
  'secretsmanager:GetRandomPassword': awsOperation(
    'reads',
    structure({
      PasswordLength: integer({ min: 1, max: LIMITS.passwordMaxCharacters }),
      ExcludeCharacters: string({ max: LIMITS.passwordMaxCharacters }),
      ExcludeNumbers: boolean(),
      ExcludePunctuation: boolean(),
      ExcludeUppercase: boolean(),
      ExcludeLowercase: boolean(),
      IncludeSpace: boolean(),
      RequireEachIncludedType: boolean(),
    }),
    structure({ RandomPassword: required(sensitiveString()) }),
  ),
} as const
