import { ServiceError } from '../../../shared/errors.ts'

/**
 * Secrets Manager's error texts, word for word; some have a typographic apostrophe because AWS's do.
 * Source: answers recorded from AWS, and https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
export const secretsManagerErrors = {
  notFound: () => new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret."),
  noValueForStage: (stage: string) =>
    new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${stage}`),
  noValueForVersion: (versionId: string) =>
    new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`),
  stageNotOnVersion: () =>
    new ServiceError('InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.'),
  invalidName: () =>
    new ServiceError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    ),
  missingToken: () =>
    new ServiceError('InvalidRequestException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'),
  markedForDeletion: () =>
    new ServiceError('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion."),
  alreadyMarkedDeleted: () =>
    new ServiceError('InvalidRequestException', "You tried to perform the operation on a secret that's currently marked deleted."),
  nameScheduledForDeletion: () =>
    new ServiceError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    ),
  alreadyExists: (name: string) => new ServiceError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`),
  tokenInUse: (token: string, arn: string) =>
    new ServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
    ),
  bothValues: () =>
    new ServiceError('InvalidParameterException', 'You can’t specify both a binary secret value and a string secret value in the same secret.'),
  noValue: () => new ServiceError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.'),
  replicaIsReadOnly: () =>
    new ServiceError('InvalidParameterException', "Operation not permitted on a replica secret. Call must be made in primary secret's region."),
  invalidReplicaRegion: () => new ServiceError('InvalidParameterException', 'Invalid replica region.'),
  hasReplicas: (arn: string, regions: readonly string[]) =>
    new ServiceError('InvalidParameterException', `You can't delete secret ${arn} that still has replica regions [${regions.join(', ')}].`),
  notAReplica: () => new ServiceError('InvalidRequestException', "You can't stop replication to this secret because it isn't a replica."),
  otherAccountDefaultKey: () =>
    new ServiceError(
      'InvalidRequestException',
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    ),
  systemTag: (key: string) => new ServiceError('InvalidParameterException', `You can't modify system tags. Tag key: '${key}'.`),
  tooManyTags: (limit: number) => new ServiceError('InvalidParameterException', `A secret can have at most ${limit} tags.`),
  duplicateTag: (key: string) => new ServiceError('InvalidParameterException', `The tag key '${key}' is in the request more than once.`),
  tooManyLabels: (limit: number) => new ServiceError('LimitExceededException', `A secret can have at most ${limit} staging labels attached to its versions.`),
  tooManyVersions: (limit: number) =>
    new ServiceError('LimitExceededException', `A secret can have at most ${limit} versions without staging labels, and none that is younger than 24 hours is removed. Write less often.`),
  invalidNextToken: () => new ServiceError('InvalidNextTokenException', 'The NextToken value is invalid.'),
  kmsRefused: () => new ServiceError('AccessDeniedException', 'Access to KMS is not allowed'),
  olderKeyRefused: () =>
    new ServiceError('AccessDeniedException', 'Access to KMS is not allowed. This version of secret is not encrypted with the current KMS key.'),
  invalidKmsKey: (kmsMessage: string) =>
    new ServiceError('InvalidParameterException', `The operation failed because of an invalid KMS key: ${kmsMessage}`),
} as const
