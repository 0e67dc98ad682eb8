import type { WireOutput } from '../../shared/operations/catalog.ts'
import { asSentence } from '../../shared/sentence.ts'

type Keychain = WireOutput<'workbench:GetStatus'>['Keychain']
type Slot = WireOutput<'workbench:GetStatus'>['Slots'][number]
export type Protection = 'keychain' | 'passphrase' | 'keychain-and-passphrase' | 'keychain-plus-passphrase'

/** The ways to protect a vault, as options; without a keychain only the passphrase can be chosen. */
export function protectionOptions(keychain: Keychain): readonly { readonly value: Protection; readonly label: string; readonly hint: string; readonly isDisabled: boolean }[] {
  const isDisabled = keychain.State === 'unavailable'
  return [
    { value: 'keychain', label: "This computer's keychain", hint: 'Opens when you are logged in. Anyone in your session can open it too.', isDisabled },
    { value: 'passphrase', label: 'A passphrase', hint: 'Asked at every unlock. Safer if this machine is shared or may be stolen.', isDisabled: false },
    { value: 'keychain-and-passphrase', label: 'Keychain or passphrase', hint: 'Either opens it: the keychain day by day, the passphrase where the keychain is not there.', isDisabled },
    { value: 'keychain-plus-passphrase', label: 'Keychain and passphrase together', hint: 'Neither opens it alone. Without this keychain only the recovery kit does.', isDisabled },
  ]
}

/** Why the keychain cannot be used, as a sentence, or null when it can. */
export function keychainSilence(keychain: Keychain): string | null {
  if (keychain.State === 'available') return null
  const reason = keychain.Reason === undefined ? '' : ` (${keychain.Reason.trim().replace(/[.]$/, '')})`
  return asSentence(`${keychain.Backend} does not answer${reason}`)
}

/** What a protection does and does not keep out, in plain words. */
export function protectionLimits(protection: Protection): { readonly keepsOut: readonly string[]; readonly lets: readonly string[] } {
  const disk = 'Whoever takes the disk, a back-up or a copy of the vault folder.'
  const users = 'Other users of this computer.'
  const programsOpen = 'Programs that run as you while the vault is open. They can read what you can.'
  switch (protection) {
    // Either is enough, so the weaker of the two decides.
    case 'keychain':
    case 'keychain-and-passphrase':
      return {
        keepsOut: [disk, users],
        lets: ['Programs that run as you. On Linux and Windows they can ask the keychain just as Coffer does, even while the vault is sealed.', 'Whoever sits down at your unlocked session.'],
      }
    case 'passphrase':
      return { keepsOut: [disk, users, 'Programs that run as you, while the vault is sealed.'], lets: [programsOpen] }
    case 'keychain-plus-passphrase':
      return {
        keepsOut: [`${disk.slice(0, -1)}, even with the passphrase.`, users, 'Programs that run as you, while the vault is sealed: the keychain alone opens nothing.'],
        lets: [programsOpen, 'A lost keychain: on a new computer, or after its reset, only the recovery kit opens the vault.'],
      }
  }
}

/** What protects a vault now, from its slots; null where only the recovery kit opens it. */
export function protectionOf(slots: readonly Slot[]): Protection | null {
  const has = (type: Slot['Type']) => slots.some((slot) => slot.Type === type)
  if (has('keychain-plus-passphrase')) return 'keychain-plus-passphrase'
  if (has('keychain') && has('passphrase')) return 'keychain-and-passphrase'
  if (has('keychain')) return 'keychain'
  return has('passphrase') ? 'passphrase' : null
}

export function needsPassphrase(protection: Protection): boolean {
  return protection !== 'keychain'
}

/** What is wrong with the optional region and account of a new vault, or null. */
export function placeProblem(region: string, accountId: string): { readonly region?: string; readonly accountId?: string } {
  return {
    ...(region !== '' && !/^([a-z]+-)+\d+$/.test(region) && { region: 'A region looks like eu-central-1.' }),
    ...(accountId !== '' && !/^\d{12}$/.test(accountId) && { accountId: 'An account ID has 12 digits.' }),
  }
}
