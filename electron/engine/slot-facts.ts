import type { KeySlot } from './vault/vault-header.ts'
import type { SlotFacts } from './vault-keeper.ts'

/** A key slot as people see it: nothing of its secret. */
export function slotFacts(slot: KeySlot): SlotFacts {
  return {
    id: slot.slotId,
    type: slot.type,
    createdAtMs: slot.createdAtMs,
    ...(slot.type === 'recovery' ? { isConfirmed: slot.isConfirmed } : {}),
    ...(slot.backend === '' ? {} : { backend: slot.backend }),
  }
}
