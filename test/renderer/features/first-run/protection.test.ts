import { describe, expect, test } from 'vitest'
import { keychainProblem, needsPassphrase, placeProblem, protectionLimits, protectionOptions } from '../../../../renderer/features/first-run/protection.ts'

const down = { State: 'unavailable', Backend: 'Secret Service', Reason: 'org.freedesktop.secrets was not provided by any .service files.' } as const

describe('protecting a new vault', () => {
  test('without a keychain only a passphrase can be chosen, and the reason is said', () => {
    expect(protectionOptions(down).map((option) => [option.value, option.isDisabled])).toStrictEqual([
      ['keychain', true],
      ['passphrase', false],
      ['keychain-and-passphrase', true],
    ])
    expect(keychainProblem(down)).toBe(
      'Secret Service does not answer (org.freedesktop.secrets was not provided by any .service files). The vault needs a passphrase; the keychain can be added later in Settings.',
    )
    expect(keychainProblem({ State: 'available', Backend: 'Secret Service' })).toBeNull()
  })

  test('every way says that programs of the same user are not kept out', () => {
    const protections = ['keychain', 'passphrase', 'keychain-and-passphrase'] as const
    expect(protections.map((protection) => [needsPassphrase(protection), protectionLimits(protection).lets.some((line) => line.startsWith('Programs that run as you'))])).toStrictEqual([
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  test('region and account are judged as AWS writes them, and may be left out', () => {
    expect([placeProblem('', ''), placeProblem('us-gov-west-1', '123456789012'), placeProblem('Frankfurt', '123')]).toStrictEqual([
      {},
      {},
      { region: 'A region looks like eu-central-1.', accountId: 'An account ID has 12 digits.' },
    ])
  })
})
