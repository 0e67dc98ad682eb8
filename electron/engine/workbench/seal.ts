import type { VaultHandler } from '../operation-handler.ts'

/** Seals the vault: files closed, keys erased. In the app the shell then ends the process too. */
export const seal: VaultHandler<'workbench:Seal'> = {
  kind: 'vault',
  async handle({ keeper }) {
    await keeper.seal()
  },
}
