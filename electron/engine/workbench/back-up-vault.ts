import type { VaultHandler } from '../operation-handler.ts'

/** Writes the whole vault to one encrypted file. */
export const backUpVault: VaultHandler<'workbench:BackUpVault'> = {
  kind: 'vault',
  async handle({ keeper, nowMs }, input) {
    const { sizeBytes } = await keeper.backUp(input.Path, input.Passphrase)
    const missing = [...(keeper.vault()?.regionKeeper.problems.keys() ?? [])].sort()
    return { Path: input.Path, SizeBytes: sizeBytes, CreatedDate: nowMs, ...(missing.length === 0 ? {} : { MissingRegions: missing }) }
  },
}
