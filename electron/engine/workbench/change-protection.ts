import type { VaultHandler } from '../operation-handler.ts'

/** Changes what opens the vault besides the recovery kit: keychain, passphrase, either, or both together. */
export const changeProtection: VaultHandler<'workbench:ChangeProtection'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    await keeper.changeProtection({ protection: input.Protection, current: input.CurrentPassphrase, next: input.NewPassphrase, recoveryCode: input.RecoveryCode })
  },
}
