import { describe, expect, test } from 'vitest'
import { keychainSilence, needsPassphrase, placeProblem, protectionLimits, protectionOf, protectionOptions } from '../../../renderer/components/protection.ts'

const down = { State: 'unavailable', Backend: 'Secret Service', Reason: 'org.freedesktop.secrets was not provided by any .service files.' } as const

describe('protecting a new vault', () => {
  test('without a keychain only a passphrase can be chosen, and the reason is said', () => {
    expect(protectionOptions(down).map((option) => [option.value, option.isDisabled])).toStrictEqual([
      ['keychain', true],
      ['passphrase', false],
      ['keychain-and-passphrase', true],
      ['keychain-plus-passphrase', true],
    ])
    expect(keychainSilence(down)).toBe(
      'Secret Service does not answer (org.freedesktop.secrets was not provided by any .service files).',
    )
    expect(keychainSilence({ State: 'available', Backend: 'Secret Service' })).toBeNull()
  })

  test('every way says that programs of the same user are not kept out', () => {
    const protections = ['keychain', 'passphrase', 'keychain-and-passphrase', 'keychain-plus-passphrase'] as const
    expect(protections.map((protection) => [needsPassphrase(protection), protectionLimits(protection).lets.some((line) => line.startsWith('Programs that run as you'))])).toStrictEqual([
      [false, true],
      [true, true],
      [true, true],
      [true, true],
    ])
  })

  test('the protection of a vault is read from its slots', () => {
    const slot = (Type: 'keychain' | 'passphrase' | 'recovery' | 'keychain-plus-passphrase') => ({ SlotId: Type, Type, CreatedDate: 1 })
    const kit = slot('recovery')
    expect([
      protectionOf([kit]),
      protectionOf([kit, slot('keychain')]),
      protectionOf([kit, slot('passphrase')]),
      protectionOf([slot('passphrase'), kit, slot('keychain')]),
      protectionOf([kit, slot('keychain-plus-passphrase')]),
    ]).toStrictEqual([null, 'keychain', 'passphrase', 'keychain-and-passphrase', 'keychain-plus-passphrase'])
  })

  test('together says that the loss of the keychain leaves only the recovery kit', () => {
    expect(protectionLimits('keychain-plus-passphrase').lets.join(' ')).toContain('only the recovery kit')
  })

  test('region and account are judged as AWS writes them, and may be left out', () => {
    expect([placeProblem('', ''), placeProblem('us-gov-west-1', '123456789012'), placeProblem('Frankfurt', '123')]).toStrictEqual([
      {},
      {},
      { region: 'A region looks like eu-central-1.', accountId: 'An account ID has 12 digits.' },
    ])
  })
})
