import type { VaultHandler } from '../operation-handler.ts'

/** Makes a new recovery code; the old one opens the vault no more. */
export const renewRecoveryKit: VaultHandler<'workbench:RenewRecoveryKit'> = {
  kind: 'vault',
  async handle({ keeper, nowMs }) {
    const { vaultId, recoveryCode } = await keeper.renewRecoveryKit()
    return { VaultId: vaultId, RecoveryCode: recoveryCode, CreatedDate: nowMs }
  },
}
