import { afterAll, beforeAll } from 'vitest'
import { openTestVault, type TestVault } from './test-vault.ts'

export type SharedVault = Pick<TestVault, 'call' | 'callRaw' | 'clock' | 'vault' | 'host'>

/** One vault for all tests of a file; each uses names of its own, so that none sees another's secrets. */
export function sharedVault(): SharedVault {
  let opened: TestVault | null = null
  beforeAll(async () => {
    opened = await openTestVault()
  })
  afterAll(() => opened?.close())
  const current = (): TestVault => {
    if (opened === null) throw new Error('The vault is open while tests run')
    return opened
  }
  return {
    call: (operation, input, as) => current().call(operation, input, as),
    callRaw: (operation, input, as) => current().callRaw(operation, input, as),
    get clock() {
      return current().clock
    },
    get vault() {
      return current().vault
    },
    get host() {
      return current().host
    },
  }
}
