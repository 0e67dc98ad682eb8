import { afterEach, expect, it } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { FakeClock } from '../support/test-host.ts'

const DAY_MS = 86_400_000
let test: TestCore | null = null
afterEach(() => test?.close())

it('deletes and rotates keys by itself, in the core as it runs in the app', async () => {
  const clock = new FakeClock()
  const core = await startTestCore({ overrides: { clock } })
  test = core
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const [goes, turns] = [(await core.call('kms:CreateKey', {})).KeyMetadata, (await core.call('kms:CreateKey', {})).KeyMetadata]
  await core.call('kms:EnableKeyRotation', { KeyId: turns.KeyId, RotationPeriodInDays: 90 })
  await core.call('kms:ScheduleKeyDeletion', { KeyId: goes.KeyId, PendingWindowInDays: 7 })
  clock.advance(7 * DAY_MS)
  expect((await core.call('kms:ListKeys', {})).Keys.map((key) => key.KeyId)).toEqual([turns.KeyId])
  clock.advance(83 * DAY_MS)
  expect((await core.call('kms:ListKeyRotations', { KeyId: turns.KeyId })).Rotations.map((rotation) => rotation.RotationType)).toEqual(['AUTOMATIC'])
})
