import { ServiceError } from '../../shared/errors.ts'

const ADVICE: Readonly<Record<string, string>> = {
  VaultOlderThanLastSeen: 'If you put it there yourself, open it with --accept-older-vault.',
  VaultFileMissing: 'At the command line another region takes its place with --new-home-region.',
  KeychainUnavailable: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file.',
  KeychainKeyMissing: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file.',
  SlotMissing: 'Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file; without one the keychain is asked.',
}

/** What a keychain may say, with the vault and everything in it left as it is. */
export const KEYCHAIN_TROUBLE: ReadonlySet<string> = new Set(['KeychainUnavailable', 'KeychainKeyMissing', 'WrongKey'])

/** A failure to unlock with what to do about it at a command line. A passphrase that was given is no advice. */
export function withUnlockAdvice(thrown: unknown, { isPassphraseGiven = false } = {}): unknown {
  if (!(thrown instanceof ServiceError) || (isPassphraseGiven && KEYCHAIN_TROUBLE.has(thrown.code))) return thrown
  const advice = Object.hasOwn(ADVICE, thrown.code) ? ADVICE[thrown.code] : undefined
  return advice === undefined ? thrown : new ServiceError(thrown.code, `${thrown.message} ${advice}`, { statusCode: thrown.statusCode, cause: thrown })
}
