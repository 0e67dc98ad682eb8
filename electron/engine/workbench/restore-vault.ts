import type { VaultHandler } from '../operation-handler.ts'

/** Reads a back-up into an empty folder; the vault is sealed afterwards, and opens as it did when it was backed up. */
export const restoreVault: VaultHandler<'workbench:RestoreVault'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const { vaultId, createdAtMs, secretCount } = await keeper.restore(input.Path, input.Passphrase)
    return { VaultId: vaultId, CreatedDate: createdAtMs, SecretCount: secretCount }
  },
}
