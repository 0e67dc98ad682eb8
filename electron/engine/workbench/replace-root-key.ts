import type { VaultHandler } from '../operation-handler.ts'
import { homeOf } from '../open-vault.ts'
import { formerRootKeys } from '../root-key/former-root-key.ts'

/** Seals the whole vault under a new root key, as after somebody may have had the old one: a new recovery kit, new key material. */
export const replaceRootKey: VaultHandler<'workbench:ReplaceRootKey'> = {
  kind: 'vault',
  async handle({ keeper, nowMs }, input) {
    const { vaultId, recoveryCode } = await keeper.replaceRootKey({ current: input.CurrentPassphrase, next: input.NewPassphrase, recoveryCode: input.RecoveryCode })
    const vault = keeper.vault()
    const waiting = vault === null ? [] : [...formerRootKeys(homeOf(vault).store).all()].flatMap(({ waitingRegions }) => waitingRegions)
    return { VaultId: vaultId, RecoveryCode: recoveryCode, CreatedDate: nowMs, WaitingRegions: [...new Set(waiting)].sort() }
  },
}
