import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { UnlockWith } from '../vault-keeper.ts'

/** How the vault is to be opened, from the members of a call. @throws {ServiceError} InvalidParameterException without the secret */
export function wayIn(input: Pick<Input<'workbench:Unlock'>, 'Method' | 'Passphrase' | 'RecoveryCode'>): UnlockWith {
  switch (input.Method) {
    case 'keychain':
      return { method: 'keychain' }
    case 'passphrase':
      if (input.Passphrase === undefined) throw new ServiceError('InvalidParameterException', 'Unlocking by passphrase needs the passphrase.')
      return { method: 'passphrase', passphrase: input.Passphrase }
    case 'recovery':
      if (input.RecoveryCode === undefined) throw new ServiceError('InvalidParameterException', 'Unlocking by recovery code needs the code.')
      return { method: 'recovery', code: input.RecoveryCode }
  }
}
