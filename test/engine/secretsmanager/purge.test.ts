import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Scheduler } from '../../../electron/engine/scheduler.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { MARKED_FOR_DELETION, NOT_FOUND } from './aws-words.ts'

const DAY_MS = 86_400_000
const CANARY = 'canary-purge-f3a9c1d7'
let vault: TestVault
let scheduler: Scheduler

/** What the engine does at unlocking: one scheduler, told of every change of a window. */
function schedule(): void {
  scheduler = new Scheduler(vault.host, vault.vault)
  for (const { secrets } of vault.vault.regions.values()) {
    secrets.rows.onChange(({ before, after }) => {
      if (before?.deletedAtMs !== after?.deletedAtMs) scheduler.plan()
    })
  }
  scheduler.plan()
}

beforeEach(async () => {
  vault = await openTestVault()
  schedule()
})
afterEach(async () => {
  scheduler.close()
  await vault.close()
})

const region = () => vault.vault.regions.get(REGION)
const create = (Name: string, SecretString = CANARY) => vault.call('secretsmanager:CreateSecret', { Name, SecretString, Description: `${CANARY} description`, Tags: [{ Key: CANARY, Value: CANARY }] })
const remove = (SecretId: string, RecoveryWindowInDays = 7) => vault.call('secretsmanager:DeleteSecret', { SecretId, RecoveryWindowInDays })
const describeIt = (SecretId: string) => vault.call('secretsmanager:DescribeSecret', { SecretId })

/** Every file below the vault's folder, except the keys' own memory: also logs and side files of SQLite. */
function allBytes(): Buffer {
  const files = readdirSync(vault.folder, { recursive: true })
    .map((name) => join(vault.folder, String(name)))
    .filter((path) => statSync(path).isFile())
  return Buffer.concat(files.map((file) => readFileSync(file)))
}

function storedBytes(name: string): { readonly wrapped: Buffer; readonly sealed: Buffer; readonly id: string } {
  const secret = region()?.secrets.findByName('123456789012', name)
  const id = secret?.versions[0]?.valueId ?? ''
  const stored = region()?.store.values.get(id)
  return { wrapped: Buffer.from(stored?.wrappedKey ?? []), sealed: Buffer.from(stored?.ciphertext ?? []), id }
}

describe('the end of a recovery window', () => {
  test('purges the secret by itself, not a millisecond before', async () => {
    const { ARN } = await create('due')
    await remove('due')
    vault.clock.advance(7 * DAY_MS - 1)
    expect(await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'due' }))).toEqual(MARKED_FOR_DELETION)
    vault.clock.advance(1)
    expect(await Promise.all(['due', ARN].map((id) => refusalOf(describeIt(id))))).toEqual([NOT_FOUND, NOT_FOUND])
  })

  test('comes for each secret at its own time', async () => {
    for (const [name, days] of [['ten', 10], ['seven', 7], ['eight', 8], ['stays', null]] as const) {
      await create(name)
      if (days !== null) await remove(name, days)
    }
    const left: string[][] = []
    for (const days of [7, 1, 2]) {
      vault.clock.advance(days * DAY_MS)
      left.push((await vault.call('secretsmanager:ListSecrets', { IncludePlannedDeletion: true })).SecretList.map((secret) => secret.Name))
    }
    expect(left).toEqual([['ten', 'eight', 'stays'], ['ten', 'stays'], ['stays']])
  })

  test('does not come for a secret that was restored', async () => {
    await create('restored')
    await remove('restored')
    await vault.call('secretsmanager:RestoreSecret', { SecretId: 'restored' })
    vault.clock.advance(60 * DAY_MS)
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'restored' })).SecretString).toBe(CANARY)
  })

  test('that passed while the vault was sealed comes at unlocking', async () => {
    await create('sealed')
    await remove('sealed')
    scheduler.close()
    vault.clock.advance(30 * DAY_MS)
    vault = await vault.reopen()
    expect((await describeIt('sealed')).Name).toBe('sealed')
    schedule()
    vault.clock.advance(0)
    expect(await refusalOf(describeIt('sealed'))).toEqual(NOT_FOUND)
  })

  test('that cannot be written is tried again', async () => {
    await create('retry')
    await remove('retry')
    const store = region()?.store
    if (store === undefined) throw new Error('the region is open')
    const transaction = store.transaction.bind(store)
    let failures = 0
    store.transaction = () => {
      failures += 1
      throw new Error('no disk')
    }
    vault.clock.advance(7 * DAY_MS)
    store.transaction = transaction
    expect([failures, (await describeIt('retry')).Name]).toEqual([1, 'retry'])
    vault.clock.advance(60_000)
    expect(await refusalOf(describeIt('retry'))).toEqual(NOT_FOUND)
  })

  test('frees the name for a new secret with a new ARN', async () => {
    const { ARN } = await create('again')
    await remove('again')
    vault.clock.advance(7 * DAY_MS)
    expect((await create('again')).ARN).not.toBe(ARN)
  })
})

describe('what a purge leaves', () => {
  test.each([
    ['by force', async () => void (await vault.call('secretsmanager:DeleteSecret', { SecretId: 'gone', ForceDeleteWithoutRecovery: true }))],
    [
      'at the end of its window',
      async () => {
        await remove('gone')
        vault.clock.advance(7 * DAY_MS)
      },
    ],
  ])('%s: no row, and none of its bytes anywhere in the folder', async (_how, purge) => {
    await create('stays', 'other')
    const { ARN } = await create('gone')
    const { wrapped, sealed, id } = storedBytes('gone')
    const here = allBytes()
    expect([wrapped.length > 60, here.includes(wrapped), here.includes(sealed)]).toEqual([true, true, true])
    await purge()
    expect([region()?.store.values.get(id), region()?.secrets.findByArn(ARN)]).toEqual([null, null])
    const after = allBytes()
    // Also no part of it: the tag of the wrapped key, and the middle of the sealed value.
    const traces = [wrapped, wrapped.subarray(-16), sealed, sealed.subarray(40, 72)]
    expect(traces.map((trace) => after.includes(trace))).toEqual([false, false, false, false])
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'stays' })).SecretString).toBe('other')
  })

  test('and while it is there, nothing of it is readable: no name, description, tag or value', async () => {
    await create(`${CANARY}-name`)
    await vault.call('secretsmanager:GetSecretValue', { SecretId: `${CANARY}-name` })
    const bytes = allBytes()
    const forms = [CANARY, Buffer.from(CANARY).toString('hex'), Buffer.from(CANARY, 'utf16le'), ...[0, 1, 2].map((skip) => Buffer.from(CANARY.slice(skip)).toString('base64').slice(0, 20))]
    expect(forms.map((form) => bytes.includes(form))).toEqual(forms.map(() => false))
  })

  test('a version that is replaced under another key leaves none of its bytes either', async () => {
    await create('re-encrypted')
    const { wrapped, sealed } = storedBytes('re-encrypted')
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 're-encrypted', KmsKeyId: KeyMetadata.Arn })
    const after = allBytes()
    expect([after.includes(wrapped), after.includes(sealed)]).toEqual([false, false])
  })
})

describe('dates of reads', () => {
  test('are written a moment later, together, and are there after the vault was opened again', async () => {
    await create('read')
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'read' })
    const epoch = region()?.store.epoch
    scheduler.noteReads()
    vault.clock.advance(999)
    expect(region()?.store.epoch).toBe(epoch)
    vault.clock.advance(1)
    expect(region()?.store.epoch).toBe((epoch ?? 0n) + 1n)
    expect(region()?.accessDates.hasPending).toBe(false)
    scheduler.close()
    vault = await vault.reopen()
    schedule()
    expect((await describeIt('read')).LastAccessedDate).toBe(Date.UTC(2026, 0, 15) / 1000)
  })

  test('of a secret that was purged meanwhile are dropped', async () => {
    await create('purged')
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'purged' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'purged', ForceDeleteWithoutRecovery: true })
    scheduler.noteReads()
    vault.clock.advance(1000)
    expect([region()?.accessDates.hasPending, await refusalOf(describeIt('purged'))]).toEqual([false, NOT_FOUND])
  })
})
