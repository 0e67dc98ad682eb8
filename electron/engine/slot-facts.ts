import { isKnownSlot, type KeySlot } from './vault/vault-header.ts'
import type { SlotFacts } from './vault-keeper.ts'

/** A key slot as people see it: nothing of its secret. None for a slot of a later version. */
export function slotFacts(slot: KeySlot): readonly SlotFacts[] {
  if (!isKnownSlot(slot)) return []
  return [
    {
      id: slot.slotId,
      type: slot.type,
      createdAtMs: slot.createdAtMs,
      ...(slot.type === 'recovery' ? { isConfirmed: slot.isConfirmed } : {}),
      ...(slot.backend === '' ? {} : { backend: slot.backend }),
    },
  ]
}
