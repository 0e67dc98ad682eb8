import type { Output } from '../../../shared/operations/catalog.ts'
import type { EndpointState } from '../host.ts'
import type { VaultHandler } from '../operation-handler.ts'

/** What the window has to know before and after unlocking. */
export const getStatus: VaultHandler<'workbench:GetStatus'> = {
  kind: 'vault',
  async handle({ host, keeper }) {
    const facts = await keeper.facts()
    return {
      State: keeper.state(),
      Version: host.version,
      DataFolder: host.dataDir,
      VaultId: facts.vaultId,
      Region: facts.homeRegion,
      Regions: facts.regions,
      AccountId: facts.defaultAccountId,
      Slots: facts.slots.map((slot) => ({
        SlotId: slot.id,
        Type: slot.type,
        CreatedDate: slot.createdAtMs,
        Confirmed: slot.isConfirmed,
        Backend: slot.backend,
      })),
      Keychain: { State: facts.keychain.isAvailable ? 'available' : 'unavailable', Backend: host.keychain.describe(), Reason: facts.keychain.reason },
      Endpoint: shownEndpoint(host.endpoint.status()),
      UnlockWaitSeconds: facts.unlockWaitSeconds,
      Warnings: facts.warnings.map((warning) => ({ Code: warning.code, Message: warning.message })),
    }
  },
}

export function shownEndpoint(state: EndpointState): Output<'workbench:SetEndpoint'> {
  return { State: state.state, Url: state.url, Port: state.port, SocketPath: state.socketPath, Reason: state.reason, FirstRequestDate: state.firstRequestAtMs }
}
