import { expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, NOT_NULL, systemTag } from './aws-words.ts'
import { describe as describeSecret } from './secrets.ts'

const vault = sharedVault()
const create = (Name: string, ...keys: string[]) =>
  vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ...(keys.length === 0 ? {} : { Tags: keys.map((Key) => ({ Key, Value: 'v' })) }) })
const untag = (SecretId: string, ...TagKeys: string[]) => vault.callRaw('secretsmanager:UntagResource', { SecretId, TagKeys })
const keysOf = async (SecretId: string) => (await describeSecret(vault, SecretId)).Tags?.map((tag) => tag.Key)

test('tags go by exact key; keys that are not there are no error; the answer is empty', async () => {
  await create('some', 'a', 'b', 'c')
  expect(await untag('some', 'b', 'B', 'nowhere')).toBeUndefined()
  expect(await keysOf('some')).toEqual(['a', 'c'])
})

test('after the last one Tags is an empty list', async () => {
  await create('last', 'a')
  await untag('last', 'a')
  expect(await keysOf('last')).toEqual([])
})

test('a secret that never had a tag stays as it is', async () => {
  await create('never')
  const before = await describeSecret(vault, 'never')
  vault.clock.advance(1000)
  await untag('never', 'a')
  expect(await describeSecret(vault, 'never')).toEqual(before)
})

test('system tags are the services’ own', async () => {
  await create('system', 'a')
  expect(await refusalOf(untag('system', 'a', 'aws:owner'))).toEqual(systemTag('aws:owner'))
  expect(await keysOf('system')).toEqual(['a'])
})

test.each([
  [undefined, constraint('tagKeys', null, NOT_NULL)],
  [[''], constraint('tagKeys.1.member', '', atLeast(1))],
  [['a', 'k'.repeat(129)], constraint('tagKeys.2.member', 'k'.repeat(129), atMost(128))],
  [[1], refusal('SerializationException', 'NUMBER_VALUE can not be converted to a String')],
])('constraints %#', async (TagKeys, expected) => {
  expect(await refusalOf(vault.callRaw('secretsmanager:UntagResource', { SecretId: 'anything', TagKeys }))).toEqual(expected)
})
