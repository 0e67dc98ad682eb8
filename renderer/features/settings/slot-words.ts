import type { WireOutput } from '../../../shared/operations/catalog.ts'

type Slot = WireOutput<'workbench:GetStatus'>['Slots'][number]

const LABEL: Readonly<Record<Slot['Type'], string>> = { keychain: 'Keychain', passphrase: 'Passphrase', recovery: 'Recovery kit', 'keychain-plus-passphrase': 'Keychain and passphrase together' }

export function slotLabel(slot: Slot): string {
  return LABEL[slot.Type]
}

/** Whether a way to open the vault may go: besides the recovery kit one way has to be left. */
export function isRemovable(slot: Slot, slots: readonly Slot[]): boolean {
  return slots.some((other) => other.Type !== 'recovery' && other.SlotId !== slot.SlotId)
}
