import { ServiceError } from '../../shared/errors.ts'

const ADVICE: Readonly<Record<string, string>> = {
  VaultOlderThanLastSeen: 'If you put it there yourself, open it with --accept-older-vault.',
  VaultFileMissing: 'At the command line another region takes its place with --new-home-region.',
  KeychainUnavailable: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file.',
  KeychainKeyMissing: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file.',
  SlotMissing: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file; without one the keychain is asked.',
}

/** A failure to unlock with what to do about it at a command line. */
export function withUnlockAdvice(thrown: unknown): unknown {
  if (!(thrown instanceof ServiceError)) return thrown
  const advice = Object.hasOwn(ADVICE, thrown.code) ? ADVICE[thrown.code] : undefined
  return advice === undefined ? thrown : new ServiceError(thrown.code, `${thrown.message} ${advice}`, { statusCode: thrown.statusCode, cause: thrown })
}
