import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { NOT_FOUND } from './aws-words.ts'
import { describe as describeSecret } from './secrets.ts'

const vault = sharedVault()
const DAY_SECONDS = 86_400
const now = () => vault.clock.nowMs() / 1000
const create = async (Name: string) => (await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })).ARN
const remove = (SecretId: string, input: Record<string, unknown> = {}) => vault.callRaw('secretsmanager:DeleteSecret', { SecretId, ...input })

describe('a recovery window', () => {
  test.each([
    ['is 30 days unless told', {}, 30],
    ['may be 7 days', { RecoveryWindowInDays: 7 }, 7],
    ['may be 30 days', { RecoveryWindowInDays: 30 }, 30],
    ['may be told together with ForceDeleteWithoutRecovery false', { RecoveryWindowInDays: 8, ForceDeleteWithoutRecovery: false }, 8],
    ['is 30 days with ForceDeleteWithoutRecovery false alone', { ForceDeleteWithoutRecovery: false }, 30],
  ])('%s', async (title, input, days) => {
    const Name = `window/${title.replaceAll(/[^a-zA-Z0-9]/g, '-')}`
    const ARN = await create(Name)
    expect(await remove(Name, input)).toEqual({ ARN, Name, DeletionDate: now() + days * DAY_SECONDS })
    expect((await describeSecret(vault, Name)).DeletedDate).toBe(now() + days * DAY_SECONDS)
  })

  test('cannot be started twice; the first end stays', async () => {
    const ARN = await create('window/twice')
    const { DeletionDate } = (await remove('window/twice', { RecoveryWindowInDays: 7 })) as { DeletionDate: number }
    expect(await refusalOf(remove('window/twice', { RecoveryWindowInDays: 30 }))).toEqual(
      refusal('InvalidRequestException', "You tried to perform the operation on a secret that's currently marked deleted."),
    )
    expect((await describeSecret(vault, ARN)).DeletedDate).toBe(DeletionDate)
  })
})

describe('without recovery', () => {
  test('the secret is gone at once, by name and by ARN', async () => {
    const ARN = await create('force')
    expect(await remove('force', { ForceDeleteWithoutRecovery: true })).toEqual({ ARN, Name: 'force', DeletionDate: now() })
    expect(await Promise.all(['force', ARN].map((SecretId) => refusalOf(describeSecret(vault, SecretId))))).toEqual([NOT_FOUND, NOT_FOUND])
  })

  test('a secret whose window runs is gone at once too', async () => {
    await create('force/pending')
    await remove('force/pending')
    await remove('force/pending', { ForceDeleteWithoutRecovery: true })
    expect(await refusalOf(describeSecret(vault, 'force/pending'))).toEqual(NOT_FOUND)
  })

  test('a name that is not there is answered as if it had been, with an ARN that is not there either', async () => {
    const output = (await remove('force/unknown', { ForceDeleteWithoutRecovery: true })) as { ARN: string }
    expect(output).toEqual({ ARN: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:force\/unknown-[A-Za-z0-9]{6}$/), Name: 'force/unknown', DeletionDate: now() })
    expect(await refusalOf(describeSecret(vault, output.ARN))).toEqual(NOT_FOUND)
  })

  test('twice is answered twice', async () => {
    await create('force/twice')
    await remove('force/twice', { ForceDeleteWithoutRecovery: true })
    expect(await remove('force/twice', { ForceDeleteWithoutRecovery: true })).toMatchObject({ Name: 'force/twice' })
  })
})

describe('refusals', () => {
  const OUTSIDE = refusal('InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
  test.each([
    ['6 days', { RecoveryWindowInDays: 6 }, OUTSIDE],
    ['31 days', { RecoveryWindowInDays: 31 }, OUTSIDE],
    ['0 days', { RecoveryWindowInDays: 0 }, OUTSIDE],
    ['days outside the range, also with Force', { RecoveryWindowInDays: -1, ForceDeleteWithoutRecovery: true }, OUTSIDE],
    [
      'both options',
      { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
      refusal('InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."),
    ],
    ['half a day', { RecoveryWindowInDays: 7.5 }, refusal('SerializationException', 'NUMBER_VALUE can not be converted to an Integer')],
    ['days as text', { RecoveryWindowInDays: '7' }, refusal('SerializationException', 'STRING_VALUE can not be converted to an Integer')],
    ['Force as text', { ForceDeleteWithoutRecovery: 'true' }, refusal('SerializationException', 'STRING_VALUE can not be converted to a Boolean')],
  ])('%s, before it is asked whether the secret is there', async (_title, input, expected) => {
    expect(await refusalOf(remove('refusals/unknown', input))).toEqual(expected)
  })

  test('a plain delete of a name that is not there', async () => {
    expect(await refusalOf(remove('refusals/unknown'))).toEqual(NOT_FOUND)
  })
})
