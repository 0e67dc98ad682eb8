import type { VaultHandler } from '../operation-handler.ts'

/** Lets this computer's keychain open the vault. */
export const addKeychainSlot: VaultHandler<'workbench:AddKeychainSlot'> = {
  kind: 'vault',
  async handle({ keeper }) {
    return { SlotId: await keeper.addKeychainSlot() }
  },
}
