import { ServiceError } from '../../../shared/errors.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

/**
 * Runs a KMS step of a secret operation and turns KMS's refusals into Secrets Manager's: the KMS text is quoted with the
 * tail that AWS's own client adds.
 * Source: AWS Secrets Manager user guide, "Troubleshoot", and recorded answers.
 */
export function asSecretsManagerError<T>(action: 'encrypt' | 'decrypt', requestId: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    switch (error.code) {
      case 'AccessDeniedException':
        throw secretsManagerErrors.kmsRefused()
      case 'DisabledException':
      case 'KMSInvalidStateException':
      case 'NotFoundException':
      case 'InvalidKeyUsageException':
        throw new ServiceError(
          action === 'decrypt' ? 'DecryptionFailure' : 'EncryptionFailure',
          `Secrets Manager can't ${action} the secret value: ${error.message} (Service: AWSKMS; Status Code: 400; Error Code: ${error.code}; Request ID: ${requestId}${error.code === 'NotFoundException' ? '' : '; Proxy: null'})`,
        )
      default:
        throw error
    }
  }
}
