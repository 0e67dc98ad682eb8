import type { WireOutput } from '../../../shared/operations/catalog.ts'

type Slot = WireOutput<'workbench:GetStatus'>['Slots'][number]

const LABEL: Readonly<Record<Slot['Type'], string>> = { keychain: 'Keychain', passphrase: 'Passphrase', recovery: 'Recovery kit' }

export function slotLabel(slot: Slot): string {
  return LABEL[slot.Type]
}

/** Why a way to open the vault must stay, or null: besides the recovery kit one way has to be left. */
export function removalProblem(slot: Slot, slots: readonly Slot[]): string | null {
  const everyday = slots.filter((other) => other.Type !== 'recovery' && other.SlotId !== slot.SlotId)
  return everyday.length > 0 ? null : `The last way besides the recovery kit: add another before removing the ${slotLabel(slot).toLowerCase()}`
}
