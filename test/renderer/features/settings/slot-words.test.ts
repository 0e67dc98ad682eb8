import { expect, test } from 'vitest'
import { isRemovable } from '../../../../renderer/features/settings/slot-words.ts'

const slot = (SlotId: string, Type: 'keychain' | 'passphrase' | 'recovery') => ({ SlotId, Type, CreatedDate: 1 })
const keychain = slot('k', 'keychain')
const passphrase = slot('p', 'passphrase')
const kit = slot('r', 'recovery')

test('one way besides the recovery kit always stays', () => {
  expect([isRemovable(keychain, [keychain, passphrase, kit]), isRemovable(passphrase, [passphrase, kit]), isRemovable(keychain, [keychain])]).toStrictEqual([true, false, false])
})
