import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, NOT_NULL, systemTag } from './aws-words.ts'
import { describe as describeSecret } from './secrets.ts'

const vault = sharedVault()
const create = (Name: string) => vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
const tag = (SecretId: string, tags: Record<string, string>) =>
  vault.callRaw('secretsmanager:TagResource', { SecretId, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) })
const tagsOf = async (SecretId: string) => (await describeSecret(vault, SecretId)).Tags?.map((entry) => `${entry.Key}=${entry.Value}`)

describe('tags', () => {
  test('are added and replaced by exact key: known keys keep their place, new ones follow; the answer is empty', async () => {
    await create('upsert')
    expect(await tag('upsert', { a: '1', b: '2', c: '3' })).toBeUndefined()
    await tag('upsert', { d: '4', b: 'two', A: 'upper' })
    expect(await tagsOf('upsert')).toEqual(['a=1', 'b=two', 'c=3', 'd=4', 'A=upper'])
  })

  test('move LastChangedDate and make no version', async () => {
    await create('dates')
    const before = await describeSecret(vault, 'dates')
    vault.clock.advance(2000)
    await tag('dates', { k: 'v' })
    expect(await describeSecret(vault, 'dates')).toEqual({ ...before, Tags: [{ Key: 'k', Value: 'v' }], LastChangedDate: (before.LastChangedDate ?? 0) + 2 })
  })

  test('may have 128 and 256 characters and no value', async () => {
    await create('lengths')
    await tag('lengths', { ['k'.repeat(128)]: 'v'.repeat(256), empty: '' })
    expect(await tagsOf('lengths')).toEqual([`${'k'.repeat(128)}=${'v'.repeat(256)}`, 'empty='])
  })

  test('are 50 at most; replacing one of 50 is no new one', async () => {
    await create('limit')
    await tag('limit', Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'v'])))
    expect(await refusalOf(tag('limit', { more: 'v' }))).toEqual(refusal('InvalidParameterException', 'A secret can have at most 50 tags.'))
    await tag('limit', { k7: 'new' })
    expect(await tagsOf('limit')).toHaveLength(50)
  })
})

describe('refusals', () => {
  test.each(['aws:owner', 'AWS:owner', 'aws:'])('the system tag %s, and nothing of the request is done', async (key) => {
    const Name = `system/${key.replaceAll(':', '-')}`
    await create(Name)
    expect(await refusalOf(tag(Name, { fine: 'v', [key]: 'v' }))).toEqual(systemTag(key))
    expect(await tagsOf(Name)).toBeUndefined()
  })

  test('the same key twice', async () => {
    await create('twice')
    const call = vault.callRaw('secretsmanager:TagResource', { SecretId: 'twice', Tags: [{ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' }] })
    expect(await refusalOf(call)).toEqual(refusal('InvalidParameterException', "The tag key 'k' is in the request more than once."))
  })

  test.each([
    [undefined, constraint('tags', null, NOT_NULL)],
    [[{ Key: '', Value: 'v' }], constraint('tags.1.member.key', '', atLeast(1))],
    [[{ Key: 'k'.repeat(129), Value: 'v' }], constraint('tags.1.member.key', 'k'.repeat(129), atMost(128))],
    [[{ Key: 'k', Value: 'v'.repeat(257) }], constraint('tags.1.member.value', 'v'.repeat(257), atMost(256))],
    ['k=v', refusal('SerializationException', 'STRING_VALUE can not be converted to a List')],
  ])('constraints %#', async (Tags, expected) => {
    expect(await refusalOf(vault.callRaw('secretsmanager:TagResource', { SecretId: 'anything', Tags }))).toEqual(expected)
  })
})
