import type { VaultHandler } from '../operation-handler.ts'

/** Notes that the recovery kit is at hand: two of its groups were typed back rightly. */
export const confirmRecoveryKit: VaultHandler<'workbench:ConfirmRecoveryKit'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    await keeper.confirmRecoveryKit(input.Groups.map((group) => ({ position: group.Position, text: group.Text })))
  },
}
