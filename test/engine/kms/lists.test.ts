import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestVault, type TestVault } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { constraint, valueAtLeast, valueAtMost } from '../secretsmanager/aws-words.ts'
import { ABSENT_ARN, ABSENT_ID, aliasArn, INVALID_MARKER, invalidKeyId, keyAbsent } from './kms-words.ts'

const DEFAULT_ALIAS = 'alias/aws/secretsmanager'
const other = { type: 'root', accountId: '999999999999' } as const
let vault: TestVault
const keys: { readonly KeyId: string; readonly KeyArn: string }[] = []
let vaultMadeAt = 0

beforeAll(async () => {
  vault = await openTestVault()
  vaultMadeAt = vault.clock.nowMs() / 1000
  for (let number = 0; number < 7; number += 1) {
    vault.clock.advance(1000)
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    keys.push({ KeyId: KeyMetadata.KeyId, KeyArn: KeyMetadata.Arn })
  }
  for (const [index, name] of ['alias/z', 'alias/b', 'alias/m'].entries()) await vault.call('kms:CreateAlias', { AliasName: name, TargetKeyId: keys[index % 2]?.KeyId ?? '' })
  await vault.call('kms:CreateKey', {}, other)
})
afterAll(() => vault.close())

async function pages<T extends { readonly NextMarker?: string; readonly Truncated: boolean }>(ask: (Marker: string | undefined) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  let marker: string | undefined
  do {
    const page = await ask(marker)
    found.push(page)
    expect(page.Truncated).toBe(page.NextMarker !== undefined)
    marker = page.NextMarker
  } while (marker !== undefined)
  return found
}

describe('ListKeys', () => {
  const list = (input: Record<string, unknown>) => vault.callRaw('kms:ListKeys', input) as Promise<{ Keys: { KeyId: string; KeyArn: string }[]; NextMarker?: string; Truncated: boolean }>

  test('the account’s keys, oldest first, with Truncated', async () => {
    expect(await list({})).toEqual({ Keys: keys, Truncated: false })
  })

  test.each([1, 3, 7, 1000])('in pages of %i every key once', async (Limit) => {
    const found = await pages((Marker) => list({ Limit, ...(Marker === undefined ? {} : { Marker }) }))
    expect(found.flatMap((page) => page.Keys)).toEqual(keys)
  })

  test.each([
    [{ Limit: 0 }, constraint('limit', '0', valueAtLeast(1))],
    [{ Limit: 1001 }, constraint('limit', '1001', valueAtMost(1000))],
    [{ Marker: 'made-up' }, INVALID_MARKER],
  ])('refuses %j', async (input, expected) => {
    expect(await refusalOf(list(input))).toEqual(expected)
  })
})

describe('ListAliases', () => {
  const list = (input: Record<string, unknown> = {}) => vault.callRaw('kms:ListAliases', input) as Promise<{ Aliases: { AliasName: string; TargetKeyId?: string }[]; NextMarker?: string; Truncated: boolean }>

  test('by name, with the predefined alias, which has no target before its first use', async () => {
    const { Aliases, Truncated } = await list()
    expect([Aliases.map((alias) => alias.AliasName), Truncated]).toEqual([[DEFAULT_ALIAS, 'alias/b', 'alias/m', 'alias/z'], false])
    expect(Aliases[0]).toEqual({ AliasName: DEFAULT_ALIAS, AliasArn: aliasArn(DEFAULT_ALIAS), CreationDate: vaultMadeAt, LastUpdatedDate: vaultMadeAt })
  })

  test('of one key, by id or ARN', async () => {
    const names = async (KeyId: string | undefined) => (await list({ KeyId })).Aliases.map((alias) => alias.AliasName)
    expect([await names(keys[0]?.KeyId), await names(keys[1]?.KeyArn), await names(keys[2]?.KeyId)]).toEqual([['alias/m', 'alias/z'], ['alias/b'], []])
  })

  test.each([1, 2, 4, 100])('in pages of %i every alias once', async (Limit) => {
    const found = await pages((Marker) => list({ Limit, ...(Marker === undefined ? {} : { Marker }) }))
    expect(found.flatMap((page) => page.Aliases.map((alias) => alias.AliasName))).toEqual([DEFAULT_ALIAS, 'alias/b', 'alias/m', 'alias/z'])
  })

  test.each([
    [{ KeyId: ABSENT_ID }, keyAbsent(ABSENT_ARN)],
    [{ KeyId: 'alias/b' }, invalidKeyId('alias/b')],
    [{ KeyId: 'unknown' }, invalidKeyId('unknown')],
    [{ Limit: 0 }, constraint('limit', '0', valueAtLeast(1))],
    [{ Marker: 'made-up' }, INVALID_MARKER],
  ])('refuses %j', async (input, expected) => {
    expect(await refusalOf(list(input))).toEqual(expected)
  })

  test('after the first use of the default key its alias has a target', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'first-use', SecretString: 'v' })
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: DEFAULT_ALIAS })
    const { Aliases } = await list()
    expect(Aliases.map((alias) => alias.TargetKeyId)[0]).toBe(KeyMetadata.KeyId)
    expect((await vault.call('kms:ListKeys', {})).Keys.map((key) => key.KeyId)).toContain(KeyMetadata.KeyId)
  })
})
