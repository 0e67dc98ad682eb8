import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestVault, type TestVault } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, makeUser } from '../../support/users.ts'

let vault: TestVault
beforeEach(async () => {
  vault = await openTestVault()
})
afterEach(() => vault.close())

const list = (input: Record<string, unknown> = {}) => vault.call('workbench:ListActivity', input)
const short = async (input: Record<string, unknown> = {}) => (await list(input)).Events.map((event) => `${event.Operation.split(':')[1] ?? ''} ${event.Outcome}`)
const create = (Name: string) => vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
const get = (SecretId: string, as?: Parameters<typeof vault.callRaw>[2]) => vault.callRaw('secretsmanager:GetSecretValue', { SecretId }, as).catch(() => undefined)

describe('the list', () => {
  test('has one entry a call, newest first, with who, what, when and how', async () => {
    const { ARN } = await create('a')
    vault.clock.advance(1000)
    await get('a')
    const { Events } = await list()
    expect(Events.map((event) => event.Operation)).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:CreateSecret'])
    expect(Events[0]).toEqual({
      Sequence: 3,
      EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      EventDate: vault.clock.nowMs() / 1000,
      Door: 'endpoint',
      PrincipalArn: 'arn:aws:iam::123456789012:root',
      AccountId: '123456789012',
      Operation: 'secretsmanager:GetSecretValue',
      Resources: [ARN, expect.stringContaining(':key/')],
      Region: 'us-east-1',
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Outcome: 'allowed',
      Decision: expect.stringContaining('allowed-by-root'),
      DurationMicros: 0,
    })
  })

  test('is filtered by outcome, door, secret and text', async () => {
    const { ARN } = await create('Wanted/Db')
    await create('other')
    const user = await makeUser(vault, 'nosy', allow('s3:*'))
    await get('Wanted/Db')
    await get('none')
    await get('Wanted/Db', user)
    expect(await short({ Outcome: 'refused' })).toEqual(['GetSecretValue refused'])
    expect(await short({ Outcome: 'failed' })).toEqual(['GetSecretValue failed'])
    expect(await short({ Door: 'endpoint' })).toEqual(['GetSecretValue refused', 'GetSecretValue failed', 'GetSecretValue allowed'])
    expect(await short({ Door: 'cli' })).toEqual([])
    expect(await short({ SecretId: ARN })).toEqual(['GetSecretValue refused', 'GetSecretValue allowed'])
    expect(await short({ SecretId: 'none' })).toEqual(['GetSecretValue failed'])
    expect(await short({ Text: 'NOSY' })).toEqual(['GetSecretValue refused'])
    expect(await short({ Text: 'resourcenotfound' })).toEqual(['GetSecretValue failed'])
    expect(await short({ Text: 'wanted/db', Door: 'window' })).toEqual(['CreateSecret allowed'])
    expect(await short({ Text: 'createuser' })).toEqual(['CreateUser allowed'])
  })

  test.each([1, 2, 3, 50])('in pages of %i has every call once, in order, also what is only on disk', async (MaxResults) => {
    for (let number = 0; number < 7; number += 1) await get(`s${number}`)
    vault = await vault.reopen()
    await create('after')
    const seen: number[] = []
    let NextToken: string | undefined
    do {
      const page = await list({ MaxResults, ...(NextToken === undefined ? {} : { NextToken }) })
      seen.push(...page.Events.map((event) => event.Sequence))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(seen).toEqual([9, 7, 6, 5, 4, 3, 2, 1])
  })

  test('a page goes on where it ended though calls came in between', async () => {
    for (let number = 0; number < 4; number += 1) await get(`s${number}`)
    const first = await list({ MaxResults: 2 })
    await get('between')
    const second = await list({ MaxResults: 2, NextToken: first.NextToken ?? '' })
    expect([...first.Events, ...second.Events].map((event) => event.Sequence)).toEqual([4, 3, 2, 1])
  })

  test('a token that is none is refused', async () => {
    expect(await refusalOf(list({ NextToken: 'abc' }))).toEqual(refusal('InvalidNextTokenException', 'The NextToken value is invalid.'))
  })
})

describe('the check of the whole record', () => {
  const segments = () => readdirSync(join(vault.folder, 'audit')).sort()
  const segment = (index = 0) => join(vault.folder, 'audit', segments()[index] ?? '')

  test('finds an untouched one intact and counts it', async () => {
    for (let number = 0; number < 5; number += 1) await get(`s${number}`)
    expect(await vault.call('workbench:VerifyActivity', {})).toEqual({ Intact: true, EventCount: 5 })
    vault = await vault.reopen()
    expect(await vault.call('workbench:VerifyActivity', {})).toEqual({ Intact: true, EventCount: 6 })
  })

  test('finds a changed byte, and says after which record and in which file', async () => {
    for (let number = 0; number < 5; number += 1) await get(`s${number}`)
    const bytes = readFileSync(segment())
    const at = Math.floor(bytes.length / 2)
    bytes[at] = (bytes[at] as number) ^ 1
    writeFileSync(segment(), bytes)
    expect(await vault.call('workbench:VerifyActivity', {})).toEqual({ Intact: false, EventCount: expect.any(Number), Problem: expect.stringMatching(/^After record 2, in file 1: /) })
  })

  test('finds a record that was cut off', async () => {
    for (let number = 0; number < 5; number += 1) await get(`s${number}`)
    writeFileSync(segment(), readFileSync(segment()).subarray(0, -10))
    expect(await vault.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: false, Problem: expect.stringContaining('After record 4') })
  })

  test('finds a file that is gone', async () => {
    for (let number = 0; number < 5; number += 1) await get(`s${number}`)
    rmSync(segment())
    expect(await vault.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: false })
  })
})
