import type { VaultHandler } from '../operation-handler.ts'
import { wayIn } from './way-in.ts'

/** Unseals the vault by one of its ways. An unlocked vault stays as it is. */
export const unlock: VaultHandler<'workbench:Unlock'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const warnings = await keeper.unlock(wayIn(input), { acceptOlderFile: input.AcceptOlderVault === true, newHomeRegion: input.NewHomeRegion })
    return { Warnings: warnings.map((warning) => ({ Code: warning.code, Message: warning.message })) }
  },
}
