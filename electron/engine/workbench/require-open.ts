import { ServiceError } from '../../../shared/errors.ts'
import type { OpenVault } from '../open-vault.ts'
import type { VaultKeeper } from '../vault-keeper.ts'

/** The open vault; the pipeline has seen that it is open, but it may have been sealed since. */
export function requireOpen(keeper: VaultKeeper): OpenVault {
  const vault = keeper.vault()
  if (vault === null) throw new ServiceError('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.')
  return vault
}
