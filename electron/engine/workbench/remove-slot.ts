import type { VaultHandler } from '../operation-handler.ts'

/** Takes one way of unlocking away; never the last one. */
export const removeSlot: VaultHandler<'workbench:RemoveSlot'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    await keeper.removeSlot(input.SlotId)
  },
}
