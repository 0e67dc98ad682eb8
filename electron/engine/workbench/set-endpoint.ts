import type { VaultHandler } from '../operation-handler.ts'
import { shownEndpoint } from './get-status.ts'

/** Switches the local AWS endpoint on or off. A port that is taken is an answer with a reason, not another port. */
export const setEndpoint: VaultHandler<'workbench:SetEndpoint'> = {
  kind: 'vault',
  async handle({ host }, input) {
    return shownEndpoint(
      await host.endpoint.set({
        enabled: input.Enabled,
        ...(input.Port === undefined ? {} : { port: input.Port }),
        ...(input.SocketPath === undefined ? {} : { socketPath: input.SocketPath }),
      }),
    )
  },
}
