import type { VaultHandler } from '../operation-handler.ts'

/** Sets or changes the passphrase; the new one is proven to open the vault before the old one goes. */
export const changePassphrase: VaultHandler<'workbench:ChangePassphrase'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    await keeper.changePassphrase(input.CurrentPassphrase ?? null, input.NewPassphrase)
  },
}
