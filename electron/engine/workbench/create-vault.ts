import type { VaultHandler } from '../operation-handler.ts'

/** Makes a vault in an empty folder and leaves it unsealed. The recovery code is in this one answer. */
export const createVault: VaultHandler<'workbench:CreateVault'> = {
  kind: 'vault',
  async handle({ keeper, nowMs }, input) {
    const { vaultId, recoveryCode } = await keeper.create({
      protection: input.Protection,
      passphrase: input.Passphrase ?? null,
      region: input.Region ?? null,
      accountId: input.AccountId ?? null,
    })
    return { VaultId: vaultId, RecoveryCode: recoveryCode, CreatedDate: nowMs }
  },
}
