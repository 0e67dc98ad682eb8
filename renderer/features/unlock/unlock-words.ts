import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { asSentence } from '../../../shared/sentence.ts'

type VaultStatus = WireOutput<'workbench:GetStatus'>
export type UnlockMethod = 'keychain' | 'passphrase' | 'recovery'
export type NextStep = 'retry' | 'passphrase' | 'recovery' | 'accept-older' | 'wait'

/** What the unlock screen says about a failure: what happened, what it means for the data, what can be done. */
export interface Advice {
  readonly title: string
  readonly text: string
  readonly steps: readonly NextStep[]
  /** `wrong`: the person can simply try again; `stop`: trying again alone changes nothing. */
  readonly tone: 'wrong' | 'stop'
}

interface UnlockFailure {
  readonly code: string
  readonly message: string
}

const KEPT = 'Nothing was changed.'

/** Ways to unlock that this vault has, the quickest first. A vault that needs both opens by passphrase, and the keychain goes along. */
export function unlockMethods(status: VaultStatus): readonly UnlockMethod[] {
  const order: readonly UnlockMethod[] = ['keychain', 'passphrase', 'recovery']
  return order.filter((method) => status.Slots.some((slot) => slot.Type === method || (method === 'passphrase' && slot.Type === 'keychain-plus-passphrase')))
}

/** Whether keychain and passphrase open the vault only together. */
export function needsBoth(status: VaultStatus): boolean {
  return status.Slots.some((slot) => slot.Type === 'keychain-plus-passphrase')
}

/** Whether the home region's file is away, so that another region has to take its place or the file has to come back. */
export function isHomeLost(status: VaultStatus): boolean {
  return status.State === 'sealed' && status.Region !== undefined && !status.Regions.includes(status.Region)
}

/** Whether the keychain may be tried without a click: it alone opens the vault, and it answers. */
export function opensByItself(status: VaultStatus): boolean {
  return status.State === 'sealed' && !isHomeLost(status) && unlockMethods(status).includes('keychain') && status.Keychain.State === 'available' && (status.UnlockWaitSeconds ?? 0) === 0
}

/** The method a person most likely wants now. */
export function preferredMethod(status: VaultStatus): UnlockMethod {
  const methods = unlockMethods(status)
  if (methods.includes('keychain') && status.Keychain.State === 'available') return 'keychain'
  if (needsBoth(status) && status.Keychain.State === 'unavailable') return 'recovery'
  return methods.find((method) => method !== 'keychain') ?? methods[0] ?? 'recovery'
}

/** Why the vault cannot even be asked for a secret: what its file told before any unlock; null when it can. */
export function obstacle(status: VaultStatus): UnlockFailure | null {
  if (unlockMethods(status).length > 0) return null
  const [warning] = status.Warnings
  return warning === undefined ? { code: 'VaultDamaged', message: 'The vault names no way to open it.' } : { code: warning.Code, message: warning.Message }
}

/** Words and next steps for a failed unlock, by the error's code; the engine's own words where we know no better. */
export function adviceFor(failure: UnlockFailure, status: VaultStatus): Advice {
  const methods = unlockMethods(status)
  const isTogether = needsBoth(status)
  // The passphrase is no other way where the keychain is one half of it.
  const others = (['passphrase', 'recovery'] as const).filter((method) => methods.includes(method) && !(isTogether && method === 'passphrase'))
  const openAnother = isTogether ? 'or open the vault with the recovery code, which needs neither' : 'or open the vault another way'
  switch (failure.code) {
    case 'WrongPassphrase':
      return { title: 'This passphrase does not open the vault', text: `${KEPT} Check Caps Lock and the keyboard layout, then try again.`, steps: others.filter((method) => method === 'recovery'), tone: 'wrong' }
    case 'WrongRecoveryCode':
      return { title: 'This recovery code does not open the vault', text: `${KEPT} Check it against the printed kit: it must be the latest one made for this vault.`, steps: [], tone: 'wrong' }
    case 'KeychainUnavailable':
      return {
        title: `${status.Keychain.Backend} cannot be read`,
        text:
          status.Keychain.Reason === undefined
            ? failure.message
            : `${asSentence(status.Keychain.Reason)} The vault and the key in the keychain are untouched. Unlock the keychain and try again, ${openAnother}.`,
        steps: ['retry', ...others],
        tone: 'stop',
      }
    case 'KeychainKeyMissing':
      return {
        title: 'The keychain has no key for this vault',
        text: `It may be locked, or this is another computer or another user. No new key was made, and the vault is untouched. Unlock the keychain and try again, ${openAnother}.`,
        steps: ['retry', ...others],
        tone: 'stop',
      }
    case 'WrongKey':
      return {
        title: 'The key in the keychain is not the one of this vault',
        text: `It was left as it is, and so was the vault. ${isTogether ? 'Open the vault with the recovery code; you can then set the protection anew' : 'Open the vault another way; you can then add the keychain again'} in Settings.`,
        steps: others,
        tone: 'stop',
      }
    case 'UnlockThrottled':
      return { title: 'Too many attempts', text: 'The wait grows with each miss, up to a minute, and outlasts a restart. The data is untouched.', steps: ['wait'], tone: 'wrong' }
    case 'VaultOlderThanLastSeen':
      return {
        title: 'This vault is older than the last one opened here',
        text: 'It was put back from a copy, or another program changed it. Secrets changed since then have their earlier values, and deleted ones are back. If you did not do this, stop and find out who did.',
        steps: ['accept-older'],
        tone: 'stop',
      }
    case 'VaultFormatNewer':
      return { title: 'A newer Coffer made this vault', text: 'It was not opened and not changed. Update Coffer, then open it again.', steps: ['retry'], tone: 'stop' }
    case 'VaultDamaged':
    case 'NotAVaultFile':
      return {
        title: 'The vault file is damaged',
        text: `${failure.message} Keep the folder: a copy of it can help to get data back. To go on from a back-up, move the folder aside, start Coffer again and choose Restore.`,
        steps: ['retry'],
        tone: 'stop',
      }
    case 'VaultInUse':
      return { title: 'Another Coffer has this vault open', text: `${failure.message}`, steps: ['retry'], tone: 'stop' }
    default:
      return { title: 'The vault did not open', text: failure.message, steps: ['retry', ...others], tone: 'stop' }
  }
}

/** What a person types to open a vault that is older than the last one seen here. */
export const OLDER_CONSENT_WORD = 'open the older vault'

export function isOlderConsent(typed: string): boolean {
  return typed.trim().toLowerCase() === OLDER_CONSENT_WORD
}
