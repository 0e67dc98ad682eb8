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
  invalidUsage: (arn: string, usage: string, operation: string) =>
    new ServiceError('InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for ${operation}.`),
  invalidCiphertext: () => new ServiceError('InvalidCiphertextException', ''),
  invalidMarker: () => new ServiceError('InvalidMarkerException', 'The marker is not valid. Use the NextMarker of the previous answer.'),
} as const
