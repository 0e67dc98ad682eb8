import { describe, expect, test } from 'vitest'
import { adviceFor, isOlderConsent, obstacle, opensByItself, preferredMethod, unlockMethods } from '../../../../renderer/features/unlock/unlock-words.ts'

type Status = Parameters<typeof adviceFor>[1]

function status(change: Partial<Status>): Status {
  return {
    State: 'sealed',
    Version: '0.1.0',
    DataFolder: '/home/me/.local/share/coffer',
    Regions: ['us-east-1'],
    Slots: [
      { SlotId: 'a', Type: 'recovery', CreatedDate: 1 },
      { SlotId: 'b', Type: 'passphrase', CreatedDate: 1 },
      { SlotId: 'c', Type: 'keychain', CreatedDate: 1 },
    ],
    Keychain: { State: 'available', Backend: 'GNOME Keyring' },
    Endpoint: { State: 'off', Port: 7345 },
    Warnings: [],
    ...change,
  }
}
const keychainDown = { Keychain: { State: 'unavailable', Backend: 'GNOME Keyring', Reason: 'no D-Bus session' } } as const

describe('unlock', () => {
  test('offers exactly the ways that the vault has, the quickest first', () => {
    expect([unlockMethods(status({})), unlockMethods(status({ Slots: [{ SlotId: 'a', Type: 'recovery', CreatedDate: 1 }] }))]).toStrictEqual([
      ['keychain', 'passphrase', 'recovery'],
      ['recovery'],
    ])
  })

  test('tries the keychain without a click only while it answers, the vault is sealed and no wait is due', () => {
    expect([
      opensByItself(status({})),
      opensByItself(status(keychainDown)),
      opensByItself(status({ State: 'unsealed' })),
      opensByItself(status({ UnlockWaitSeconds: 4 })),
      opensByItself(status({ Slots: [{ SlotId: 'b', Type: 'passphrase', CreatedDate: 1 }] })),
    ]).toStrictEqual([true, false, false, false, false])
  })

  test('without the keychain it asks for the passphrase, and for the recovery code where there is none', () => {
    expect([
      preferredMethod(status({})),
      preferredMethod(status(keychainDown)),
      preferredMethod(
        status({
          ...keychainDown,
          Slots: [
            { SlotId: 'a', Type: 'recovery', CreatedDate: 1 },
            { SlotId: 'c', Type: 'keychain', CreatedDate: 1 },
          ],
        }),
      ),
    ]).toStrictEqual(['keychain', 'passphrase', 'recovery'])
  })

  test('a vault that needs both asks for the passphrase, never opens by itself, and leaves only the recovery code without the keychain', () => {
    const Slots = [
      { SlotId: 'a', Type: 'recovery', CreatedDate: 1 },
      { SlotId: 'b', Type: 'keychain-plus-passphrase', CreatedDate: 1 },
    ] as const
    const both = status({ Slots: [...Slots] })
    expect([unlockMethods(both), opensByItself(both), preferredMethod(both), preferredMethod({ ...both, ...keychainDown })]).toStrictEqual([['passphrase', 'recovery'], false, 'passphrase', 'recovery'])
    for (const code of ['KeychainUnavailable', 'KeychainKeyMissing', 'WrongKey']) {
      const { steps, text } = adviceFor({ code, message: '' }, { ...both, ...keychainDown })
      expect([steps.filter((step) => step !== 'retry'), text.includes('with the recovery code')]).toStrictEqual([['recovery'], true])
    }
  })

  test('no failure offers to make a new key or to delete anything', () => {
    const codes = [
      'WrongPassphrase',
      'WrongRecoveryCode',
      'KeychainUnavailable',
      'WrongKey',
      'UnlockThrottled',
      'VaultOlderThanLastSeen',
      'VaultFormatNewer',
      'VaultDamaged',
      'VaultInUse',
      'SomethingNew',
    ]
    const steps = new Set(codes.flatMap((code) => adviceFor({ code, message: 'Said by the vault.' }, status({})).steps))
    expect([...steps].sort()).toStrictEqual(['accept-older', 'passphrase', 'recovery', 'retry', 'wait'])
  })

  test('an unreadable keychain says why, and that nothing was touched', () => {
    expect(adviceFor({ code: 'KeychainUnavailable', message: 'x' }, status(keychainDown))).toStrictEqual({
      title: 'GNOME Keyring cannot be read',
      text: 'no D-Bus session. The vault and the key in the keychain are untouched. Unlock the keychain and try again, or open the vault another way.',
      steps: ['retry', 'passphrase', 'recovery'],
      tone: 'stop',
    })
  })

  test('a file that cannot even be read stands in the way, with its own words and nothing that could change it', () => {
    const damaged = status({ Slots: [], Warnings: [{ Code: 'VaultFormatNewer', Message: 'Made by a newer Coffer.' }] })
    const inTheWay = obstacle(damaged)
    expect([inTheWay, inTheWay && adviceFor(inTheWay, damaged).steps, obstacle(status({}))]).toStrictEqual([{ code: 'VaultFormatNewer', message: 'Made by a newer Coffer.' }, ['retry'], null])
  })

  test('a failure without words of ours shows the words of the vault', () => {
    expect(adviceFor({ code: 'SomethingNew', message: 'Said by the vault.' }, status({})).text).toBe('Said by the vault.')
  })

  test('only the whole sentence consents to an older vault', () => {
    expect(['open the older vault', ' Open the older vault ', 'open', 'yes', ''].map(isOlderConsent)).toStrictEqual([true, true, false, false, false])
  })
})
