import { recoveryGroups } from './recovery-code.ts'

export interface RecoveryKit {
  readonly vaultId: string
  readonly code: string
  /** Epoch ms. */
  readonly createdAtMs: number
}

/** What a kit is for and how it is used, as printed under the code. */
export const RECOVERY_KIT_STEPS: readonly string[] = [
  'On a new computer, first open the vault folder in Coffer, or restore a back-up.',
  'Start Coffer. Where the vault is sealed, choose “Use the recovery code”.',
  'Type the code. Case, spaces and dashes do not matter.',
  'Then choose a new passphrase or add the keychain again, in Settings.',
]

export const RECOVERY_KIT_WARNING = 'Whoever has this code and a copy of the vault can read every secret in it. Keep it away from the computer: in a safe, or with a person you trust.'

/** `2026-11-24` in local time. */
export function kitDate(createdAtMs: number): string {
  const date = new Date(createdAtMs)
  return [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')
}

/** The groups in rows of four, as they are printed. */
export function kitRows(code: string): readonly (readonly string[])[] {
  const groups = recoveryGroups(code)
  return Array.from({ length: Math.ceil(groups.length / 4) }, (_, row) => groups.slice(row * 4, row * 4 + 4))
}

/** The kit as a text file. */
export function recoveryKitText(kit: RecoveryKit): string {
  return [
    'Coffer recovery kit',
    '',
    `Vault    ${kit.vaultId}`,
    `Made on  ${kitDate(kit.createdAtMs)}`,
    '',
    ...kitRows(kit.code).map((row) => `    ${row.join('-')}`),
    '',
    RECOVERY_KIT_WARNING,
    '',
    ...RECOVERY_KIT_STEPS.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n')
}
