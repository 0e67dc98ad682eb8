/** Why a call was refused or failed, in plain words, by AWS's error code; null where the code says it all. */
export function refusalWords(errorCode: string): string | null {
  return WORDS[errorCode] ?? null
}

const WORDS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'No policy of the caller allows this call, or one denies it.',
  UnrecognizedClientException: 'The access key is unknown, deactivated or deleted.',
  InvalidSignatureException: 'The access key is unknown, deactivated or deleted, the secret access key is wrong, or the request was changed on its way.',
  IncompleteSignatureException: 'The request was not signed whole.',
  MissingAuthenticationTokenException: 'The request was not signed at all.',
  ExpiredTokenException: 'The temporary credentials have expired.',
  RequestExpired: 'The clock of the caller differs from this computer’s by more than five minutes.',
  VaultLocked: 'The vault was sealed.',
  ThrottlingException: 'Too many calls in a short time.',
  ResourceNotFoundException: 'There is no such secret, or no such version of it.',
  ResourceExistsException: 'A secret of that name is there already, perhaps in the trash.',
  InvalidRequestException: 'The call does not fit the state of the secret, which may be in the trash.',
  ValidationException: 'The request was malformed.',
  SerializationException: 'The request was not JSON as the service takes it.',
  DecryptionFailure: 'The value could not be decrypted with its key.',
  AuditUnavailable: 'The call could not be recorded, so it was not answered.',
  DiskFull: 'The disk was full; nothing was changed.',
}
