/**
 * The constraints of every member that a client sends, as AWS's API reference states them, one line a member.
 *
 * `text 1-64`       a text of 1 to 64 characters; `bytes` for a text or blob whose length is counted in bytes
 * `number 7-30`     a whole number
 * `flag`            true or false
 * `list 1-20 of`    a list of 1 to 20 elements; `list of` without a limit
 * `one of a b`      one of these words
 * `like RE`         after the others: must match the expression
 * `*`               must be sent
 * `secret`          its value is never shown in an error
 */
export type Constraints = Readonly<Record<string, Readonly<Record<string, string>>>>

const SecretId = 'text 1-2048 *'
const VersionId = 'text 32-64'
const SecretString = 'bytes 1-65536 secret'
const SecretBinary = 'blob 1-65536 secret'
const NextToken = 'text 1-4096'
const KmsKeyId = 'text 0-2048'
const filters = {
  Filters: 'list 0-10',
  'Filters[].Values': 'list 1-10',
  'Filters[].Values[]': String.raw`text 0-512 like ^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$`,
}
const tags = { 'Tags[].Key': 'text 1-128', 'Tags[].Value': 'text 0-256' }
const replicas = { AddReplicaRegions: 'list 1-', 'AddReplicaRegions[].Region': String.raw`text 1-128 like ^([a-z]+-)+\d+$`, 'AddReplicaRegions[].KmsKeyId': KmsKeyId }

/** Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html */
export const SECRETS_MANAGER: Constraints = {
  BatchGetSecretValue: { SecretIdList: 'list 1-20', 'SecretIdList[]': 'text 1-2048', ...filters, MaxResults: 'number 1-20', NextToken },
  CancelRotateSecret: { SecretId },
  CreateSecret: {
    Name: 'text 1-512 *',
    ClientRequestToken: VersionId,
    Description: 'text 0-2048',
    KmsKeyId,
    SecretBinary,
    SecretString,
    ...tags,
    ...replicas,
    ForceOverwriteReplicaSecret: 'flag',
    Type: 'text 0-256',
  },
  DeleteResourcePolicy: { SecretId },
  DeleteSecret: { SecretId, RecoveryWindowInDays: 'number', ForceDeleteWithoutRecovery: 'flag' },
  DescribeSecret: { SecretId },
  GetRandomPassword: {
    PasswordLength: 'number 1-4096',
    ExcludeCharacters: 'text 0-4096',
    ExcludeNumbers: 'flag',
    ExcludePunctuation: 'flag',
    ExcludeUppercase: 'flag',
    ExcludeLowercase: 'flag',
    IncludeSpace: 'flag',
    RequireEachIncludedType: 'flag',
  },
  GetResourcePolicy: { SecretId },
  GetSecretValue: { SecretId, VersionId, VersionStage: 'text 1-256' },
  ListSecrets: {
    IncludePlannedDeletion: 'flag',
    MaxResults: 'number 1-100',
    NextToken,
    ...filters,
    SortOrder: 'one of asc desc',
    SortBy: 'one of created-date last-accessed-date last-changed-date name',
  },
  ListSecretVersionIds: { SecretId, MaxResults: 'number 1-100', NextToken, IncludeDeprecated: 'flag' },
  PutResourcePolicy: { SecretId, ResourcePolicy: 'text 1-20480 *', BlockPublicPolicy: 'flag' },
  PutSecretValue: {
    SecretId,
    ClientRequestToken: VersionId,
    SecretBinary,
    SecretString,
    VersionStages: 'list 1-20',
    'VersionStages[]': 'text 1-256',
    RotationToken: String.raw`text 36-256 secret like ^[a-zA-Z0-9\-]+$`,
  },
  RemoveRegionsFromReplication: { SecretId, RemoveReplicaRegions: 'list 1- *', 'RemoveReplicaRegions[]': String.raw`text 1-128 like ^([a-z]+-)+\d+$` },
  ReplicateSecretToRegions: { SecretId, ...replicas, AddReplicaRegions: 'list 1- *', ForceOverwriteReplicaSecret: 'flag' },
  RestoreSecret: { SecretId },
  RotateSecret: {
    SecretId,
    ClientRequestToken: VersionId,
    RotationLambdaARN: 'text 0-2048',
    'RotationRules.AutomaticallyAfterDays': 'number 1-1000',
    'RotationRules.Duration': 'text 2-3 like ^[0-9h]+$',
    'RotationRules.ScheduleExpression': String.raw`text 1-256 like ^[0-9A-Za-z\(\)#\?\*\-\/, ]+$`,
    RotateImmediately: 'flag',
    'ExternalSecretRotationMetadata[].Key': 'text 1-256',
    'ExternalSecretRotationMetadata[].Value': 'text 1-2048',
    ExternalSecretRotationRoleArn: 'text 20-2048',
  },
  StopReplicationToReplica: { SecretId },
  TagResource: { SecretId, Tags: 'list *', ...tags },
  UntagResource: { SecretId, TagKeys: 'list *', 'TagKeys[]': 'text 1-128' },
  UpdateSecret: { SecretId, ClientRequestToken: VersionId, Description: 'text 0-2048', KmsKeyId, SecretBinary, SecretString, Type: 'text 0-256' },
  UpdateSecretVersionStage: { SecretId, VersionStage: 'text 1-256 *', RemoveFromVersionId: VersionId, MoveToVersionId: VersionId },
  ValidateResourcePolicy: { SecretId: 'text 1-2048', ResourcePolicy: 'text 1-20480 *' },
}

const KeyId = 'text 1-2048 *'
const Limit = 'number 1-1000'
const Marker = 'text 1-1024'
const page = { Limit, Marker }
const GrantTokens = { GrantTokens: 'list 0-10', 'GrantTokens[]': 'text 1-8192' }
const DryRun = 'flag'
const AliasName = 'text 1-256 *'
const Plaintext = 'blob 1-4096 * secret'
const CiphertextBlob = 'blob 1-6144 *'
const EncryptionAlgorithm = 'one of SYMMETRIC_DEFAULT RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256 SM2PKE'
const kmsTags = { 'Tags[].TagKey': 'text 1-128 *', 'Tags[].TagValue': 'text 0-256 *' }
const dataKey = { KeyId, NumberOfBytes: 'number 1-1024', KeySpec: 'one of AES_256 AES_128', ...GrantTokens, DryRun }
const principal = String.raw`text 1-256 like ^[\w+=,.@:/-]+$`

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const KMS: Constraints = {
  CancelKeyDeletion: { KeyId },
  CreateAlias: { AliasName, TargetKeyId: KeyId },
  CreateGrant: {
    KeyId,
    GranteePrincipal: `${principal} *`,
    RetiringPrincipal: principal,
    Operations: 'list *',
    Name: 'text 1-256 like ^[a-zA-Z0-9:/_-]+$',
    ...GrantTokens,
    DryRun,
  },
  CreateKey: {
    Policy: 'text 1-131072',
    Description: 'text 0-8192',
    KeyUsage: 'one of ENCRYPT_DECRYPT SIGN_VERIFY GENERATE_VERIFY_MAC KEY_AGREEMENT',
    KeySpec: 'one of RSA_2048 ECC_NIST_P384 ECC_NIST_P256 ECC_NIST_P521 HMAC_384 RSA_3072 ECC_SECG_P256K1 RSA_4096 SYMMETRIC_DEFAULT HMAC_256 HMAC_224 HMAC_512',
    Origin: 'one of AWS_KMS EXTERNAL AWS_CLOUDHSM EXTERNAL_KEY_STORE',
    BypassPolicyLockoutSafetyCheck: 'flag',
    ...kmsTags,
    MultiRegion: 'flag',
    CustomKeyStoreId: 'text 1-64',
  },
  Decrypt: { CiphertextBlob, ...GrantTokens, KeyId: 'text 1-2048', EncryptionAlgorithm, DryRun },
  DeleteAlias: { AliasName },
  DescribeKey: { KeyId, ...GrantTokens },
  DisableKey: { KeyId },
  DisableKeyRotation: { KeyId },
  EnableKey: { KeyId },
  EnableKeyRotation: { KeyId, RotationPeriodInDays: 'number 90-2560' },
  Encrypt: { KeyId, Plaintext, ...GrantTokens, EncryptionAlgorithm, DryRun },
  GenerateDataKey: dataKey,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateRandom: { NumberOfBytes: 'number 1-1024', CustomKeyStoreId: 'text 1-64' },
  GetKeyPolicy: { KeyId, PolicyName: String.raw`text 1-128 like [\w]+` },
  GetKeyRotationStatus: { KeyId },
  ListAliases: { KeyId: 'text 1-2048', ...page },
  ListGrants: { KeyId, GrantId: 'text 1-128', GranteePrincipal: principal, ...page },
  ListKeyPolicies: { KeyId, ...page },
  ListKeyRotations: { KeyId, IncludeKeyMaterial: 'one of ALL_KEY_MATERIAL ROTATIONS_ONLY', ...page },
  ListKeys: page,
  ListResourceTags: { KeyId, ...page },
  ListRetirableGrants: { RetiringPrincipal: `${principal} *`, ...page },
  PutKeyPolicy: { KeyId, PolicyName: String.raw`text 1-128 like [\w]+`, Policy: 'text 1-131072 *', BypassPolicyLockoutSafetyCheck: 'flag' },
  ReEncrypt: { CiphertextBlob, SourceKeyId: 'text 1-2048', DestinationKeyId: KeyId, SourceEncryptionAlgorithm: EncryptionAlgorithm, DestinationEncryptionAlgorithm: EncryptionAlgorithm, ...GrantTokens, DryRun },
  RetireGrant: { GrantToken: 'text 1-8192', KeyId: 'text 1-2048', GrantId: 'text 1-128', DryRun },
  RevokeGrant: { KeyId, GrantId: 'text 1-128 *', DryRun },
  RotateKeyOnDemand: { KeyId },
  ScheduleKeyDeletion: { KeyId, PendingWindowInDays: 'number 1-365' },
  TagResource: { KeyId, Tags: 'list *', ...kmsTags },
  UntagResource: { KeyId, TagKeys: 'list *', 'TagKeys[]': 'text 1-128' },
  UpdateAlias: { AliasName, TargetKeyId: KeyId },
  UpdateKeyDescription: { KeyId, Description: 'text 0-8192 *' },
}
