import { ServiceError } from '../../../shared/errors.ts'

/**
 * Errors of AWS's authentication front end, with the texts that AWS sends.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html and recorded answers.
 */

/** No `Authorization` header, or one of a scheme that is not AWS's. The header is not echoed: it may hold a password. */
export function missingAuthenticationToken(): ServiceError {
  return new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token')
}

/** Unknown session token, a token that belongs to another key, or a key that may not be used with a token. */
export function unrecognizedClient(): ServiceError {
  return new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.')
}

export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredTokenException', 'The security token included in the request is expired')
}

export function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message)
}

export function incompleteSignature(message: string): ServiceError {
  return new ServiceError('IncompleteSignatureException', message)
}

/** The signature, or something that it covers, was altered; also the answer for an access key id that the vault lacks. */
export function signatureMismatch(): ServiceError {
  return invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )
}
