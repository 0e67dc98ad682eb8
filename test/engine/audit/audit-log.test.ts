import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AuditLog } from '../../../electron/engine/audit/audit-log.ts'
import type { AuditRecord } from '../../../electron/engine/audit/audit-record.ts'
import { openAuditLog, type AuditLogOptions } from '../../../electron/engine/audit/open-audit-log.ts'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'

const CANARY = 'canary-audit-51d2'
let dataDir: string
let folder: string
let rootKey: RootKey
let monotonicMs = 0
const logs: AuditLog[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'coffer-audit-'))
  folder = join(dataDir, 'audit')
  rootKey = RootKey.generate()
})
afterEach(async () => {
  await Promise.all(logs.splice(0).map((log) => log.close()))
  rmSync(dataDir, { recursive: true, force: true })
})

async function openLog(options: Partial<AuditLogOptions> = {}): Promise<AuditLog> {
  const silent = () => undefined
  const host = { dataDir, log: { debug: silent, info: silent, warn: silent, error: silent }, clock: { nowMs: () => 0, monotonicMs: () => (monotonicMs += 1000), at: () => silent } }
  const log = await openAuditLog({ vaultId: 'vault-1', rootKey, host, ...options })
  logs.push(log)
  return log
}

function record(n: number, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: `id-${String(n)}`,
    timeMs: 1_700_000_000_000 + n,
    door: 'endpoint',
    principalArn: 'arn:aws:iam::123456789012:root',
    accountId: '123456789012',
    operation: 'secretsmanager:GetSecretValue',
    resources: [`${CANARY}-${String(n)}`],
    region: 'eu-central-1',
    requestId: `request-${String(n)}`,
    outcome: n % 5 === 0 ? 'refused' : 'allowed',
    durationMicros: n,
    ...more,
  }
}

async function appendMany(log: AuditLog, from: number, to: number): Promise<void> {
  await Promise.all(Array.from({ length: to - from }, (_, index) => log.append(record(from + index))))
}

const sequences = (entries: readonly { sequence: number }[]): number[] => entries.map((entry) => entry.sequence)

test('records come back newest first, whole, before and after reopening, and the chain verifies', async () => {
  const log = await openLog()
  for (let n = 1; n <= 30; n++) await log.append(record(n))
  expect((await log.recent({ limit: 2 })).map(({ sequence, ...rest }) => [sequence, rest])).toEqual([[30, record(30)], [29, record(29)]])
  await log.close()
  const again = await openLog()
  expect(sequences(await again.recent({ limit: 100 }))).toEqual(Array.from({ length: 30 }, (_, n) => 30 - n))
  expect(await again.verify()).toEqual({ records: 30, batches: 30, segments: 1, problems: [] })
  expect(again.warnings).toEqual([])
})

test('appenders in parallel share batches, and each resolves only when its record is on disk', async () => {
  const log = await openLog()
  await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      await log.append(record(n))
      expect(log.head.sequence).toBeGreaterThan(0)
    }),
  )
  const { batches, records } = await log.verify()
  expect(records).toBe(200)
  expect(batches).toBeLessThan(10)
})

test('pages and filters reach through memory and every segment on disk', async () => {
  const log = await openLog({ segmentBytes: 4000 })
  for (let from = 1; from <= 200; from += 10) await appendMany(log, from, from + 10)
  await log.close()
  const again = await openLog({ segmentBytes: 4000 })
  expect(readdirSync(folder).length).toBeGreaterThan(5)
  const pages: number[] = []
  let beforeSequence: number | undefined
  do {
    const page = await again.recent({ limit: 17, ...(beforeSequence !== undefined && { beforeSequence }) })
    pages.push(...sequences(page))
    beforeSequence = page.at(-1)?.sequence
  } while (beforeSequence !== undefined)
  expect(pages).toEqual(Array.from({ length: 200 }, (_, n) => 200 - n))
  const refused = await again.recent({ limit: 1000, filter: (entry) => entry.outcome === 'refused' })
  expect(refused.length).toBe(40)
  expect((await again.verify()).problems).toEqual([])
})

test('asking for what is new reads nothing of what is old', async () => {
  const log = await openLog({ segmentBytes: 4000 })
  for (let from = 1; from <= 200; from += 10) await appendMany(log, from, from + 10)
  await log.close()
  const again = await openLog({ segmentBytes: 4000 })
  // Whoever read this file would fail.
  rmSync(join(folder, '000001.log'))
  mkdirSync(join(folder, '000001.log'))
  expect(sequences(await again.recent({ limit: 20, afterSequence: 195 }))).toEqual([200, 199, 198, 197, 196])
  expect(sequences(await again.recent({ limit: 20, afterSequence: 195, filter: () => false }))).toEqual([])
  expect(sequences(await again.recent({ limit: 300, afterSequence: 150 }))).toEqual(Array.from({ length: 50 }, (_, n) => 200 - n))
  await expect(again.recent({ limit: 300 })).rejects.toMatchObject({ code: 'EISDIR' })
})

test('nothing of a record is readable on disk, and files are private', async () => {
  const log = await openLog()
  await appendMany(log, 1, 20)
  await log.close()
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
  for (const needle of [CANARY, Buffer.from(CANARY).toString('base64').slice(0, 20), 'GetSecretValue', '123456789012']) expect(bytes.includes(needle)).toBe(false)
  expect(new Set(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777))).toEqual(new Set([0o600]))
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('a torn last batch, cut at any byte, is left behind with a note, and the log goes on', async () => {
  const log = await openLog()
  await log.append(record(1))
  const whole = statSync(join(folder, '000001.log')).size
  await log.append(record(2))
  await log.close()
  const file = join(folder, '000001.log')
  const bytes = readFileSync(file)
  const mark = join(dataDir, 'epoch.mark')
  for (let length = whole + 1; length < bytes.length; length += 41) {
    writeFileSync(file, bytes.subarray(0, length))
    rmSync(mark)
    rmSync(join(folder, '000002.log'), { force: true })
    const again = await openLog()
    expect(again.warnings.map((warning) => warning.code)).toEqual(['TailRecovered'])
    expect(again.head.sequence).toBe(1)
    await again.append(record(3))
    await again.close()
    const after = await openLog()
    expect({ verified: await after.verify(), seen: (await after.recent({ limit: 9 })).map((entry) => entry.id), warnings: after.warnings }).toEqual({
      verified: { records: 2, batches: 2, segments: 2, problems: [] },
      seen: ['id-3', 'id-1'],
      warnings: [],
    })
    await after.close()
  }
})

test('a log that was cut at a batch is noticed by the outside mark, and by the head that the vault kept', async () => {
  const log = await openLog()
  await log.append(record(1))
  const size = statSync(join(folder, '000001.log')).size
  for (let n = 2; n <= 9; n++) await log.append(record(n))
  await log.close()
  truncateSync(join(folder, '000001.log'), size)
  const byMark = await openLog()
  expect(byMark.warnings.map((warning) => warning.code)).toEqual(['ShorterThanRemembered'])
  await byMark.close()
  rmSync(join(dataDir, 'epoch.mark'))
  expect((await openLog({ rememberedHead: { sequence: 9 } })).warnings.map((warning) => warning.code)).toEqual(['ShorterThanRemembered'])
})

test('a flipped bit anywhere is found by verify or, at the end of the log, at opening', async () => {
  const log = await openLog()
  for (let n = 1; n <= 5; n++) await log.append(record(n))
  await log.close()
  const file = join(folder, '000001.log')
  const bytes = readFileSync(file)
  const silent: number[] = []
  for (let at = 0; at < bytes.length; at += 61) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] as number) ^ 0x04
    writeFileSync(file, changed)
    const again = await openLog()
    const { problems } = await again.verify()
    if (again.warnings.length + problems.length === 0) silent.push(at)
    await again.close()
  }
  expect(silent).toEqual([])
})

test('swapping, dropping or putting back segments is found', async () => {
  const log = await openLog({ segmentBytes: 300 })
  for (let n = 1; n <= 8; n++) await log.append(record(n))
  await log.close()
  const name = (n: number): string => join(folder, `00000${String(n)}.log`)
  expect(existsSync(name(4))).toBe(true)
  const saved = readFileSync(name(2))
  const verify = async () => {
    const again = await openLog({ segmentBytes: 300 })
    const { problems } = await again.verify()
    await again.close()
    return problems.length
  }
  expect(await verify()).toBe(0)
  copyFileSync(name(3), name(2))
  expect(await verify()).toBeGreaterThan(0)
  rmSync(name(2))
  expect(await verify()).toBeGreaterThan(0)
  writeFileSync(name(2), saved)
  expect(await verify()).toBe(0)
})

test('when it cannot be written the caller is told, and it goes on when it can', async () => {
  const log = await openLog({ segmentBytes: 1 })
  await log.append(record(1))
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'in the way')
  await expect(log.append(record(2))).rejects.toMatchObject({ code: 'AuditUnavailable', statusCode: 500 })
  rmSync(folder)
  const { mkdirSync } = await import('node:fs')
  mkdirSync(folder)
  await log.append(record(3))
  expect(log.head.sequence).toBe(2)
  await log.close()
  await expect(log.append(record(4))).rejects.toMatchObject({ code: 'AuditUnavailable' })
})

test('a log of another vault or key does not open as ours', async () => {
  const log = await openLog()
  await log.append(record(1))
  await log.close()
  const other = await openLog({ vaultId: 'vault-2' })
  expect(await other.recent({ limit: 5 })).toEqual([])
  expect(other.warnings.length).toBeGreaterThan(0)
})
