import { generatePassphrase } from '../../shared/passphrase.ts'
import { randomBelow } from '../api/random-below.ts'

/** Six random words of the EFF's list of 7,776, which is loaded when first asked for. */
export async function suggestPassphrase(): Promise<string> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return generatePassphrase(dictionary['diceware-common'] as readonly string[], randomBelow)
}
