import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint } from '../secretsmanager/aws-words.ts'
import { INVALID_MARKER } from './kms-words.ts'

const vault = sharedVault()
const createKey = async (Tags: { TagKey: string; TagValue: string }[] = []) => (await vault.call('kms:CreateKey', { Tags })).KeyMetadata.KeyId
const tag = (TagKey: string, TagValue = 'v') => ({ TagKey, TagValue })
const put = (KeyId: string, ...Tags: unknown[]) => vault.callRaw('kms:TagResource', { KeyId, Tags })
const remove = (KeyId: string, ...TagKeys: string[]) => vault.callRaw('kms:UntagResource', { KeyId, TagKeys })
const tagsOf = async (KeyId: string) => (await vault.call('kms:ListResourceTags', { KeyId })).Tags

test('are added and replaced, known ones at their place; removing ignores what is not there', async () => {
  const key = await createKey([tag('a', '1'), tag('b', '2')])
  expect(await put(key, tag('c', '3'), tag('a', 'new'), tag('B', 'other'))).toBeUndefined()
  expect(await tagsOf(key)).toEqual([tag('a', 'new'), tag('b', '2'), tag('c', '3'), tag('B', 'other')])
  expect(await remove(key, 'b', 'never')).toBeUndefined()
  expect(await tagsOf(key)).toEqual([tag('a', 'new'), tag('c', '3'), tag('B', 'other')])
})

test('an empty value is a value', async () => {
  const key = await createKey()
  await put(key, tag('a', ''))
  expect(await tagsOf(key)).toEqual([tag('a', '')])
})

describe('refusals', () => {
  test.each<[string, unknown[], object]>([
    ['the same key twice', [tag('a'), tag('a')], refusal('TagException', 'Duplicate tag keys')],
    ['a reserved key', [tag('AWS:a')], refusal('TagException', 'Tags beginning with aws: are reserved')],
    ['51 at once', Array.from({ length: 51 }, (_, n) => tag(`k${n}`)), refusal('TagException', 'Too many tags')],
    ['a key over 128', [tag('k'.repeat(129))], constraint('tags.1.member.tagKey', 'k'.repeat(129), atMost(128))],
    ['an empty key', [tag('')], constraint('tags.1.member.tagKey', '', atLeast(1))],
    ['a value over 256', [tag('k', 'v'.repeat(257))], constraint('tags.1.member.tagValue', 'v'.repeat(257), atMost(256))],
  ])('%s', async (_title, tags, expected) => {
    const key = await createKey([tag('kept')])
    expect(await refusalOf(put(key, ...tags))).toEqual(expected)
    expect(await tagsOf(key)).toEqual([tag('kept')])
  })

  test('more than 50 together, while replacing one of 50 is fine', async () => {
    const key = await createKey(Array.from({ length: 50 }, (_, n) => tag(`k${n}`)))
    expect(await refusalOf(put(key, tag('more')))).toEqual(refusal('TagException', 'Too many tags'))
    await put(key, tag('k7', 'new'))
    expect((await tagsOf(key))[7]).toEqual(tag('k7', 'new'))
  })
})

test.each([1, 2, 50])('in pages of %i every tag once', async (Limit) => {
  const all = Array.from({ length: 5 }, (_, n) => tag(`k${n}`))
  const key = await createKey(all)
  const found: unknown[] = []
  let Marker: string | undefined
  do {
    const page: { Tags: readonly unknown[]; NextMarker?: string | undefined; Truncated: boolean } = await vault.call('kms:ListResourceTags', { KeyId: key, Limit, ...(Marker === undefined ? {} : { Marker }) })
    found.push(...page.Tags)
    expect(page.Truncated).toBe(page.NextMarker !== undefined)
    Marker = page.NextMarker
  } while (Marker !== undefined)
  expect(found).toEqual(all)
})

test('a marker that is none', async () => {
  expect(await refusalOf(vault.callRaw('kms:ListResourceTags', { KeyId: await createKey(), Marker: 'made-up' }))).toEqual(INVALID_MARKER)
})
