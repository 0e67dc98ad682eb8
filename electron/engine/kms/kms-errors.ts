import { ServiceError } from '../../../shared/errors.ts'
import { aliasArn } from '../../../shared/arn.ts'

/** KMS's error texts. Source: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and recorded answers. */
export const kmsErrors = {
  invalidKeyId: (given: string) => new ServiceError('NotFoundException', `Invalid keyId '${given}'`),
  keyNotFound: (arn: string) => new ServiceError('NotFoundException', `Key '${arn}' does not exist`),
  otherRegion: (region: string) => new ServiceError('NotFoundException', `Invalid arn ${region}`),
  aliasNotFound: (region: string, accountId: string, name: string) =>
    new ServiceError('NotFoundException', `Alias ${aliasArn(region, accountId, name)} is not found.`),
  disabled: (arn: string) => new ServiceError('DisabledException', `${arn} is disabled.`),
  pendingDeletion: (arn: string) => new ServiceError('KMSInvalidStateException', `${arn} is pending deletion.`),
  notPendingDeletion: (arn: string) => new ServiceError('KMSInvalidStateException', `${arn} is not pending deletion.`),
  pendingImport: (arn: string) => new ServiceError('KMSInvalidStateException', `${arn} is pending import.`),
  externalOrigin: (arn: string) => new ServiceError('UnsupportedOperationException', `${arn} origin is EXTERNAL which is not valid for this operation.`),
  /** KMS says no more than the code. */
  unsupported: () => new ServiceError('UnsupportedOperationException', ''),
  noDataKey: () => new ServiceError('InvalidKeyUsageException', 'Cannot generate a data key with an asymmetric KMS key'),
  invalidUsage: (arn: string, usage: string, operation: string) =>
    new ServiceError('InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for ${operation}.`),
  invalidCiphertext: () => new ServiceError('InvalidCiphertextException', ''),
  incorrectKey: () =>
    new ServiceError('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'),
  incompatibleAlgorithm: (algorithm: string, keySpec: string) =>
    new ServiceError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${keySpec}.`),
  dryRun: () => new ServiceError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'),
  invalidPolicy: () => new ServiceError('MalformedPolicyDocumentException', 'This policy has invalid syntax.'),
  invalidPrincipals: () => new ServiceError('MalformedPolicyDocumentException', 'Policy contains a statement with one or more invalid principals.'),
  invalidMarker: () => new ServiceError('InvalidMarkerException', 'The marker is not valid. Use the NextMarker of the previous answer.'),
} as const
