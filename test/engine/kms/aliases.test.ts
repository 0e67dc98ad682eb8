import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atMost, constraint, NOT_NULL } from '../secretsmanager/aws-words.ts'
import { ABSENT_ARN, ABSENT_ID, ALIAS_PREFIX, aliasAbsent, aliasArn, aliasColon, aliasExists, aliasPattern, invalidKeyId, keyAbsent, RESERVED_ALIAS } from './kms-words.ts'

const vault = sharedVault()
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata.KeyId
const run = (operation: 'CreateAlias' | 'UpdateAlias' | 'DeleteAlias', AliasName: unknown, TargetKeyId?: unknown) => vault.callRaw(`kms:${operation}`, { AliasName, TargetKeyId })
const entry = async (name: string) => (await vault.call('kms:ListAliases', { Limit: 1000 })).Aliases.find((alias) => alias.AliasName === name)

describe('CreateAlias', () => {
  test('answers nothing; the alias names the key by id or by ARN', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    expect(await run('CreateAlias', 'alias/by-id', KeyMetadata.KeyId)).toBeUndefined()
    await run('CreateAlias', 'alias/by/ARN_1', KeyMetadata.Arn)
    const now = vault.clock.nowMs() / 1000
    const shown = (AliasName: string) => ({ AliasName, AliasArn: aliasArn(AliasName), TargetKeyId: KeyMetadata.KeyId, CreationDate: now, LastUpdatedDate: now })
    expect([await entry('alias/by-id'), await entry('alias/by/ARN_1')]).toEqual([shown('alias/by-id'), shown('alias/by/ARN_1')])
  })

  test('a name that is taken is refused, also for the same key', async () => {
    const key = await createKey()
    await run('CreateAlias', 'alias/taken', key)
    expect(await refusalOf(run('CreateAlias', 'alias/taken', key))).toEqual(aliasExists('alias/taken'))
  })

  test('a key has at most 50', async () => {
    const key = await createKey()
    for (let number = 0; number < 50; number += 1) await run('CreateAlias', `alias/many-${number}`, key)
    expect((await refusalOf(run('CreateAlias', 'alias/one-more', key))).code).toBe('LimitExceededException')
  })

  test.each([
    [ABSENT_ID, keyAbsent(ABSENT_ARN)],
    ['fake', invalidKeyId('fake')],
    ['alias/other', refusal('ValidationException', 'Aliases must refer to keys. Not aliases')],
    [undefined, constraint('targetKeyId', null, NOT_NULL)],
  ])('the target %s is refused', async (target, expected) => {
    expect(await refusalOf(run('CreateAlias', 'alias/target', target))).toEqual(expected)
  })
})

describe.each(['CreateAlias', 'UpdateAlias', 'DeleteAlias'] as const)('names for %s', (operation) => {
  test.each([
    ['no-prefix', ALIAS_PREFIX],
    ['alias/', ALIAS_PREFIX],
    ['alias/bad name', aliasPattern('alias/bad name')],
    ['alias/bad!', aliasPattern('alias/bad!')],
    ['alias/co:lon', aliasColon('alias/co:lon')],
    ['alias/aws/mine', RESERVED_ALIAS],
    ['alias/aws/secretsmanager', RESERVED_ALIAS],
    [`alias/${'a'.repeat(251)}`, constraint('aliasName', `alias/${'a'.repeat(251)}`, atMost(256))],
    [undefined, constraint('aliasName', null, NOT_NULL)],
  ])('%s is refused', async (name, expected) => {
    expect(await refusalOf(run(operation, name, operation === 'DeleteAlias' ? undefined : ABSENT_ID))).toEqual(expected)
  })
})

describe('UpdateAlias', () => {
  test('points elsewhere: CreationDate stays, LastUpdatedDate moves', async () => {
    const [first, second] = [await createKey(), await createKey()]
    await run('CreateAlias', 'alias/moves', first)
    const created = vault.clock.nowMs() / 1000
    vault.clock.advance(60_000)
    expect(await run('UpdateAlias', 'alias/moves', second)).toBeUndefined()
    expect(await entry('alias/moves')).toEqual({
      AliasName: 'alias/moves',
      AliasArn: aliasArn('alias/moves'),
      TargetKeyId: second,
      CreationDate: created,
      LastUpdatedDate: created + 60,
    })
  })

  test('an alias that is not there, and a key that is not there', async () => {
    const key = await createKey()
    await run('CreateAlias', 'alias/there', key)
    expect([await refusalOf(run('UpdateAlias', 'alias/absent', key)), await refusalOf(run('UpdateAlias', 'alias/there', ABSENT_ID))]).toEqual([aliasAbsent('alias/absent'), keyAbsent(ABSENT_ARN)])
  })
})

describe('DeleteAlias', () => {
  test('takes the name away and leaves the key', async () => {
    const key = await createKey()
    await run('CreateAlias', 'alias/goes', key)
    expect(await run('DeleteAlias', 'alias/goes')).toBeUndefined()
    expect(await entry('alias/goes')).toBeUndefined()
    expect((await vault.call('kms:DescribeKey', { KeyId: key })).KeyMetadata.KeyState).toBe('Enabled')
    expect(await refusalOf(run('DeleteAlias', 'alias/goes'))).toEqual(aliasAbsent('alias/goes'))
  })
})
