import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyDueAtMs } from '../../../electron/engine/kms/due-keys.ts'
import { Scheduler } from '../../../electron/engine/scheduler.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { aliasAbsent, keyAbsent } from './kms-words.ts'

const DAY_MS = 86_400_000
let vault: TestVault
let scheduler: Scheduler

/** What the engine does at unlocking: one scheduler, told when a key's due moment changes. */
function schedule(): void {
  scheduler = new Scheduler(vault.host, vault.vault)
  for (const { keys } of vault.vault.regions.values()) {
    keys.keys.onChange(({ before, after }) => {
      if ((before && keyDueAtMs(before)) !== (after && keyDueAtMs(after))) scheduler.plan()
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

const region = () => {
  const found = vault.vault.regions.get(REGION)
  if (found === undefined) throw new Error('the region is open')
  return found
}
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata
const describeKey = (KeyId: string) => vault.call('kms:DescribeKey', { KeyId })
const rotationsOf = async (KeyId: string) => (await vault.call('kms:ListKeyRotations', { KeyId })).Rotations

/** The sealed rows of a table as they lie in the file; read from a copy, since the vault holds its file alone. */
function sealedRows(table: string): Buffer[] {
  const file = readFileSync(join(vault.folder, 'regions', `${REGION}.db`))
  // Bytes 18 and 19 say WAL, which a database in memory cannot be.
  file.fill(1, 18, 20)
  const database = new Database(file)
  try {
    return database.prepare('SELECT sealed FROM sealed_row WHERE table_name = ?').pluck().all(table) as Buffer[]
  } finally {
    database.close()
  }
}

function allBytes(): Buffer {
  const files = readdirSync(vault.folder, { recursive: true }).map((name) => join(vault.folder, String(name)))
  return Buffer.concat(files.filter((path) => statSync(path).isFile()).map((file) => readFileSync(file)))
}

describe('deletion', () => {
  test('comes by itself at the end of the window, not a millisecond before', async () => {
    const { KeyId, Arn } = await createKey()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    vault.clock.advance(7 * DAY_MS - 1)
    expect((await describeKey(KeyId)).KeyMetadata.KeyState).toBe('PendingDeletion')
    vault.clock.advance(1)
    expect(await refusalOf(describeKey(KeyId))).toEqual(keyAbsent(Arn))
    expect((await vault.call('kms:ListKeys', {})).Keys).toEqual([])
  })

  test('takes aliases and grants along, and leaves those of other keys', async () => {
    const [goes, stays] = [await createKey(), await createKey()]
    for (const [key, name] of [[goes, 'goes'], [stays, 'stays']] as const) {
      await vault.call('kms:CreateAlias', { AliasName: `alias/${name}`, TargetKeyId: key.KeyId })
      await vault.call('kms:CreateGrant', { KeyId: key.KeyId, GranteePrincipal: 'arn:aws:iam::123456789012:root', Operations: ['Decrypt'] })
    }
    await vault.call('kms:ScheduleKeyDeletion', { KeyId: goes.KeyId, PendingWindowInDays: 7 })
    vault.clock.advance(7 * DAY_MS)
    expect(await refusalOf(describeKey('alias/goes'))).toEqual(aliasAbsent('alias/goes'))
    expect((await describeKey('alias/stays')).KeyMetadata.KeyId).toBe(stays.KeyId)
    expect([...region().keys.grants.all()].map((grant) => grant.keyId)).toEqual([stays.KeyId])
  })

  test('leaves nothing of the material: not in the file, not in its free pages, not in memory', async () => {
    const { KeyId } = await createKey()
    await vault.call('secretsmanager:CreateSecret', { Name: 'lost', SecretString: 'v', KmsKeyId: KeyId })
    const { CiphertextBlob } = await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC' })
    const record = region().keys.keys.get(KeyId)
    if (record === null) throw new Error('the key is there')
    let material: Uint8Array = new Uint8Array()
    region().keyRing.withMaterial(record, record.backingKeys[0]?.id ?? '', (bytes) => (material = bytes))
    expect(material.some((byte) => byte !== 0)).toBe(true)
    await vault.call('kms:ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    const sealed = sealedRows('kms_key')
    expect([sealed.length, sealed.every((row) => allBytes().includes(row))]).toEqual([1, true])
    vault.clock.advance(7 * DAY_MS)
    expect([sealedRows('kms_key').length, sealed.some((row) => allBytes().includes(row)), material.every((byte) => byte === 0)]).toEqual([0, false, true])
    expect((await refusalOf(vault.call('kms:Decrypt', { CiphertextBlob }))).code).toBe('AccessDeniedException')
    expect(await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'lost' }))).toEqual(refusal('AccessDeniedException', 'Access to KMS is not allowed'))
  })

  test('does not come for a key whose deletion was cancelled', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    vault.clock.advance(6 * DAY_MS)
    await vault.call('kms:CancelKeyDeletion', { KeyId })
    vault.clock.advance(60 * DAY_MS)
    expect((await describeKey(KeyId)).KeyMetadata.KeyState).toBe('Disabled')
  })

  test('that came due while the vault was sealed comes at unlocking', async () => {
    const { KeyId, Arn } = await createKey()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    scheduler.close()
    vault.clock.advance(30 * DAY_MS)
    vault = await vault.reopen()
    expect((await describeKey(KeyId)).KeyMetadata.KeyState).toBe('PendingDeletion')
    schedule()
    vault.clock.advance(0)
    expect(await refusalOf(describeKey(KeyId))).toEqual(keyAbsent(Arn))
  })
})

describe('automatic rotation', () => {
  test('comes every period, keeps old material, and names itself', async () => {
    const { KeyId, Arn } = await createKey()
    const start = vault.clock.nowMs()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    const blobs = [(await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC' })).CiphertextBlob]
    vault.clock.advance(90 * DAY_MS - 1)
    expect(await rotationsOf(KeyId)).toEqual([])
    for (const wait of [1, 90 * DAY_MS]) {
      vault.clock.advance(wait)
      blobs.push((await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC' })).CiphertextBlob)
    }
    expect((await rotationsOf(KeyId)).map(({ RotationDate, RotationType }) => ({ RotationDate, RotationType }))).toEqual(
      [90, 180].map((days) => ({ RotationDate: (start + days * DAY_MS) / 1000, RotationType: 'AUTOMATIC' })),
    )
    const opened = await Promise.all(blobs.map((CiphertextBlob) => vault.call('kms:Decrypt', { CiphertextBlob })))
    expect([opened.map((answer) => answer.Plaintext), new Set(opened.map((answer) => answer.KeyMaterialId)).size]).toEqual([['AAEC', 'AAEC', 'AAEC'], 3])
    expect(await vault.call('kms:GetKeyRotationStatus', { KeyId })).toEqual({
      KeyId: Arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: (start + 270 * DAY_MS) / 1000,
    })
  })

  test('waits while the key is disabled and comes once when it is enabled again', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await vault.call('kms:DisableKey', { KeyId })
    vault.clock.advance(400 * DAY_MS)
    expect(await rotationsOf(KeyId)).toEqual([])
    await vault.call('kms:EnableKey', { KeyId })
    vault.clock.advance(0)
    expect((await rotationsOf(KeyId)).length).toBe(1)
    expect((await vault.call('kms:GetKeyRotationStatus', { KeyId })).NextRotationDate).toBe((vault.clock.nowMs() + 90 * DAY_MS) / 1000)
  })

  test('that came due while the vault was sealed comes once at unlocking', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    scheduler.close()
    vault.clock.advance(1000 * DAY_MS)
    vault = await vault.reopen()
    schedule()
    vault.clock.advance(0)
    expect((await rotationsOf(KeyId)).length).toBe(1)
  })

  test('is over when it is switched off', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 })
    await vault.call('kms:DisableKeyRotation', { KeyId })
    vault.clock.advance(400 * DAY_MS)
    expect(await rotationsOf(KeyId)).toEqual([])
  })

  test('of the AWS managed key comes every year, and its secrets stay readable', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'managed', SecretString: 'v' })
    const { KeyMetadata } = await describeKey('alias/aws/secretsmanager')
    vault.clock.advance(2 * 365 * DAY_MS)
    expect((await rotationsOf(KeyMetadata.KeyId)).map((rotation) => rotation.RotationDate)).toEqual([365, 730].map((days) => KeyMetadata.CreationDate + days * 86_400))
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'managed' })).SecretString).toBe('v')
    vault = await vault.reopen()
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'managed' })).SecretString).toBe('v')
  })
})
