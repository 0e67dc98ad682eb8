import { expect, test } from 'vitest'
import { removalProblem } from '../../../../renderer/features/settings/slot-words.ts'

const slot = (SlotId: string, Type: 'keychain' | 'passphrase' | 'recovery') => ({ SlotId, Type, CreatedDate: 1 })
const keychain = slot('k', 'keychain')
const passphrase = slot('p', 'passphrase')
const kit = slot('r', 'recovery')

test('one way besides the recovery kit always stays', () => {
  expect([removalProblem(keychain, [keychain, passphrase, kit]), removalProblem(passphrase, [passphrase, kit]), removalProblem(keychain, [keychain])]).toStrictEqual([
    null,
    'The last way besides the recovery kit: add another before removing the passphrase',
    'The last way besides the recovery kit: add another before removing the keychain',
  ])
})
