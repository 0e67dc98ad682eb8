import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { VaultHandler } from '../operation-handler.ts'
import type { UnlockWith } from '../vault-keeper.ts'

/** Unseals the vault by one of its ways. An unlocked vault stays as it is. */
export const unlock: VaultHandler<'workbench:Unlock'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const warnings = await keeper.unlock(unlockWith(input), { acceptOlderFile: input.AcceptOlderVault === true, newHomeRegion: input.NewHomeRegion })
    return { Warnings: warnings.map((warning) => ({ Code: warning.code, Message: warning.message })) }
  },
}

function unlockWith(input: Input<'workbench:Unlock'>): UnlockWith {
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
