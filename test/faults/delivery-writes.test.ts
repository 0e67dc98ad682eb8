import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLocalValue } from '../../electron/engine/replication/local-value.ts'
import type { SecretRecord } from '../../electron/engine/secretsmanager/secret-record.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { ACCOUNT, openTestVault, REGION, type TestVault } from '../support/test-vault.ts'
import { canInjectFaults, runWriter, spread } from './faulty-process.ts'
import { contentOf } from './model/expected.ts'
import { applyWrite, type FileImage, traceWrites } from './traced-writes.ts'

const EU = 'eu-west-1'
const KEY = '22'.repeat(32)
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const NAMES = ['changed', 'new', 'removed', 'promoted']
const canInject = canInjectFaults()
const rootKey = (): RootKey => RootKey.fromBytes(Buffer.from(KEY, 'hex'))

let base: string
let start: string
beforeAll(async () => {
  base = mkdtempSync(join(SCRATCH, 'coffer-writes-'))
  start = join(base, 'start')
  const made = await openTestVault({ rootKey: rootKey() })
  const put = (SecretId: string, SecretString: string) => made.call('secretsmanager:PutSecretValue', { SecretId, SecretString })
  for (const Name of NAMES.filter((name) => name !== 'new')) await made.call('secretsmanager:CreateSecret', { Name, SecretString: `${Name} 1`, AddReplicaRegions: [{ Region: EU }] })
  made.clock.advance(1)
  for (const text of ['changed 2', 'changed 3']) await put('changed', text)
  await made.call('secretsmanager:CreateSecret', { Name: 'new', SecretString: 'new 1', AddReplicaRegions: [{ Region: EU }] })
  await made.call('secretsmanager:RemoveRegionsFromReplication', { SecretId: 'removed', RemoveReplicaRegions: [EU] })
  await put('promoted', 'promoted 2')
  await made.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: 'promoted' })
  cpSync(made.folder, start, { recursive: true })
  await made.close()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const secretIn = ({ vault }: TestVault, region: string, name: string): SecretRecord | null => vault.regions.get(region)?.secrets.findByName(ACCOUNT, name) ?? null

function textsOf(vault: TestVault, region: string, name: string): readonly string[] {
  const data = vault.vault.regions.get(region)
  const secret = secretIn(vault, region, name)
  if (data === undefined || secret === null) return []
  return secret.versions.map((version) => Buffer.from(openLocalValue(data, vault.vault.vaultId, secret, version).bytes).toString('utf8'))
}

/** What a kill in the middle of a delivery may leave, and what the next start makes of it. */
async function expectDelivery(folder: string): Promise<{ readonly isBegun: boolean; readonly isSettled: boolean }> {
  const vault = await openTestVault({ folder, rootKey: rootKey() })
  try {
    // All of a batch is there, or nothing of it.
    const isBegun = secretIn(vault, EU, 'new') !== null
    expect(textsOf(vault, EU, 'changed')).toEqual(isBegun ? ['changed 1', 'changed 2', 'changed 3'] : ['changed 1'])
    expect(secretIn(vault, EU, 'removed') === null).toBe(isBegun)
    const isSettled = vault.vault.regions.get(REGION)?.outbox.to(EU).length === 0
    expect(isBegun || !isSettled).toBe(true)
    vault.clock.advance(60_000)
    for (const name of ['changed', 'new']) {
      const [here, there] = [secretIn(vault, REGION, name), secretIn(vault, EU, name)]
      expect(there === null || here === null ? null : contentOf(there)).toBe(here === null ? '' : contentOf(here))
      expect(here?.replicas).toMatchObject([{ region: EU, status: 'InSync' }])
    }
    expect(textsOf(vault, REGION, 'changed')).toEqual(['changed 1', 'changed 2', 'changed 3'])
    expect([secretIn(vault, EU, 'removed'), textsOf(vault, EU, 'promoted'), textsOf(vault, REGION, 'promoted')]).toEqual([null, ['promoted 1'], ['promoted 1', 'promoted 2']])
    expect(secretIn(vault, REGION, 'promoted')?.replicas).toEqual([])
    expect([...vault.vault.regions.values()].map(({ outbox }) => outbox.rows.size)).toEqual([0, 0])
    return { isBegun, isSettled }
  } finally {
    await vault.close()
  }
}

function imageOf(folder: string): FileImage {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.reserve'))
  return new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((file) => [file, readFileSync(file)]))
}

test('a delivery that is killed at any of its writes, or in the middle of one, is there whole or not at all, and is made good by the next start', { timeout: 300_000 }, async ({ skip }) => {
  skip(!canInject, 'needs strace')
  const traced = join(base, 'traced')
  cpSync(start, traced, { recursive: true })
  const before = imageOf(traced)
  const { opening, writes } = traceWrites(['deliver', traced, KEY, '0'], traced, join(base, 'trace'))
  rmSync(traced, { recursive: true, force: true })
  const seen = new Set<string>()
  let image = opening.reduce((done, write) => applyWrite(done, write), before)
  const check = async (next: FileImage): Promise<void> => {
    rmSync(traced, { recursive: true, force: true })
    for (const [file, bytes] of next) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      writeFileSync(file, bytes, { mode: 0o600 })
    }
    seen.add(JSON.stringify(await expectDelivery(traced)))
  }
  for (const write of writes) {
    if (write.call === 'write' && write.bytes.length > 1) await check(applyWrite(image, write, write.bytes.length >> 1))
    image = applyWrite(image, write)
    await check(image)
  }
  // Before it, between the two stores, after it.
  expect([...seen].sort()).toEqual([{ isBegun: false, isSettled: false }, { isBegun: true, isSettled: false }, { isBegun: true, isSettled: true }].map((one) => JSON.stringify(one)))
  expect(writes.length).toBeGreaterThan(20)
  console.log(`a delivery of four secrets makes ${String(writes.length)} writes`)
})

test('a process that is really killed in the middle of a delivery leaves the same', { timeout: 300_000 }, async ({ skip }) => {
  skip(!canInject, 'needs strace')
  let kills = 0
  for (const at of spread(70, 5)) {
    const folder = join(base, `killed-${String(at)}`)
    cpSync(start, folder, { recursive: true })
    const run = await runWriter(['deliver', folder, KEY, '0'], { at, kind: 'kill' })
    kills += Number(run.isKilled)
    await expectDelivery(folder)
  }
  expect(kills).toBeGreaterThan(2)
})
