import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openAuditLog } from '../../electron/engine/audit/open-audit-log.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { backUpVault } from '../../electron/engine/vault/back-up-vault.ts'
import { createVault } from '../../electron/engine/vault/create-vault.ts'
import { unlockWithPassphrase } from '../../electron/engine/vault/unlock-vault.ts'
import { readVault } from '../../electron/engine/vault/read-vault.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { codeOf, FakeHost, HOME, PASSPHRASE } from '../engine/vault/vault-host.ts'
import { acknowledged, canInjectFaults, countWrites, killWriterWhen, runWriter, spread, type Fault, type WriterRun } from './faulty-process.ts'
import { modelAfter, openTestStore, stateOf } from './store-model.ts'

const KEY = '11'.repeat(32)
const STEPS = 8
const NEW_PASSPHRASE = 'quiet orange lighthouse keeper'
const canInject = canInjectFaults()

vi.setConfig({ testTimeout: 180_000 })

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'coffer-faults-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const rootKey = () => RootKey.fromBytes(Buffer.from(KEY, 'hex'))

/** A copy of the folder `start` for one run, so that every fault strikes the same beginning. */
function copyOf(start: string, name: string): string {
  const folder = join(base, name)
  cpSync(start, folder, { recursive: true })
  return folder
}

function newStore(name: string): string {
  const folder = join(base, name)
  mkdirSync(folder)
  openTestStore(folder, rootKey(), true).close()
  return folder
}

/** Reopens after a fault: nothing acknowledged is lost, and a write that was not is wholly there or wholly absent. */
function expectWholeStore(folder: string, run: WriterRun): void {
  const done = acknowledged(run)
  const store = openTestStore(folder, rootKey())
  const state = stateOf(store)
  store.close()
  expect([modelAfter(done), modelAfter(done + 1)]).toContainEqual(state)
}

test('kill -9 right after any acknowledged write loses none of them', async () => {
  const start = newStore('start')
  for (const count of [1, 3, 6]) {
    const folder = copyOf(start, `kill-${String(count)}`)
    const run = await killWriterWhen(['store', folder, KEY, '60'], (said) => said.length > count)
    expect(acknowledged(run)).toBeGreaterThanOrEqual(count)
    expectWholeStore(folder, run)
  }
})

test('kill -9 between audit records loses none that was acknowledged', async () => {
  const folder = join(base, 'audit')
  mkdirSync(folder)
  const run = await killWriterWhen(['audit', folder, KEY, '3000'], (said) => said.length > 40)
  expect(run.isKilled).toBe(true)
  await expectWholeAudit(folder, run)
})

async function expectWholeAudit(folder: string, run: WriterRun): Promise<void> {
  const log = await openAuditLog({ vaultId: 'vault-under-test', rootKey: rootKey(), host: new FakeHost(folder) })
  const ids = new Set((await log.recent({ limit: 10_000 })).map((entry) => entry.id))
  const { problems } = await log.verify()
  await log.close()
  const lost = run.said.filter((line) => line.startsWith('done')).map((line) => `r${line.slice(5)}`).filter((id) => !ids.has(id))
  expect({ lost, problems, warned: log.warnings.filter(({ code }) => code !== 'TailRecovered' && code !== 'SegmentDamaged') }).toEqual({ lost: [], problems: [], warned: [] })
}

describe.runIf(canInject)('a fault at the n-th write call', () => {
  test('killed at any of them, the store opens with all acknowledged steps', async () => {
    const start = newStore('start')
    const writes = await countWrites(['store', copyOf(start, 'count'), KEY, String(STEPS)])
    let kills = 0
    for (const at of spread(writes, 10)) {
      const folder = copyOf(start, `kill-${String(at)}`)
      const run = await runWriter(['store', folder, KEY, String(STEPS)], { at, kind: 'kill' })
      kills += Number(run.isKilled)
      expectWholeStore(folder, run)
    }
    expect(kills).toBeGreaterThan(5)
  })

  const FAILURES: readonly Pick<Extract<Fault, { kind: 'EIO' | 'ENOSPC' }>, 'kind' | 'isLasting'>[] = [
    { kind: 'EIO', isLasting: false },
    { kind: 'EIO', isLasting: true },
    { kind: 'ENOSPC', isLasting: true },
  ]
  for (const { kind, isLasting } of FAILURES) {
    test(`${kind}${isLasting ? ' from then on' : ' once'}: a named error, and no acknowledged step is lost`, async () => {
      const start = newStore('start')
      const codes = new Set<string>()
      for (const at of spread(80, 4)) {
        const folder = copyOf(start, `fail-${String(at)}`)
        const run = await runWriter(['store', folder, KEY, String(STEPS)], { at, kind, isLasting })
        for (const line of run.said) if (line.startsWith('failed')) codes.add(line.split(' ')[2] as string)
        expectWholeStore(folder, run)
      }
      expect([...codes].filter((code) => !['DiskFull', 'StorageUnavailable'].includes(code))).toEqual([])
      expect(codes.size).toBeGreaterThan(0)
    })
  }

  test('killed while records are written, the audit keeps all acknowledged ones and verifies', async () => {
    let kills = 0
    for (const at of [1, 4, 9, 15]) {
      const folder = join(base, `audit-${String(at)}`)
      mkdirSync(folder)
      const run = await runWriter(['audit', folder, KEY, '120'], { at, kind: 'kill' })
      kills += Number(run.isKilled)
      await expectWholeAudit(folder, run)
    }
    expect(kills).toBeGreaterThan(1)
  })

  test('killed while a vault is made, there is a vault that opens or none', async () => {
    mkdirSync(join(base, 'count'))
    const writes = await countWrites(['create', join(base, 'count'), '-', '0'])
    const outcomes = new Set<string>()
    for (const at of spread(writes, 5)) {
      const folder = join(base, `create-${String(at)}`)
      mkdirSync(folder)
      const run = await runWriter(['create', folder, '-', '0'], { at, kind: 'kill' })
      const host = new FakeHost(folder)
      const sealed = readVault(host)
      if (acknowledged(run) > 0) expect(sealed).not.toBe(null)
      outcomes.add(sealed === null ? 'none' : 'whole')
      if (sealed === null) await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE, fill: (store) => store.table('pet').put({ id: 'a' }) }, host)
      const key = await unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), host)
      expect(host.openStores(key).stores.get(HOME)?.table('pet').get('a')).toEqual({ id: 'a' })
      host.closeStores()
    }
    expect(outcomes).toContain('none')
  })

  test('killed while the passphrase changes, the old or the new one opens the vault', async () => {
    const start = new FakeHost(join(base, 'start'))
    await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE }, start)
    const writes = await countWrites(['passphrase', copyOf(start.dataDir, 'count'), NEW_PASSPHRASE, '0'])
    for (const at of spread(writes, 5)) {
      const host = new FakeHost(copyOf(start.dataDir, `change-${String(at)}`))
      const run = await runWriter(['passphrase', host.dataDir, NEW_PASSPHRASE, '0'], { at, kind: 'kill' })
      const opens = async (passphrase: Sensitive<string>) => (await codeOf(() => unlockWithPassphrase(host.sealed(), passphrase, host.throttle(), host))) === 'nothing was thrown'
      const [oldOpens, newOpens] = [await opens(PASSPHRASE), await opens(new Sensitive(NEW_PASSPHRASE))]
      expect(oldOpens).toBe(!newOpens)
      expect(newOpens || acknowledged(run) === 0).toBe(true)
    }
  })

  test('killed while the root key is replaced, the old or the new one opens the vault, with all that it holds', async () => {
    const start = new FakeHost(join(base, 'start'))
    const pets = Array.from({ length: 40 }, (_, number) => ({ id: `pet ${String(number)}`, text: 'x'.repeat(3000) }))
    await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE, fill: (store) => pets.forEach((pet) => store.table('pet').put(pet)) }, start)
    const writes = await countWrites(['root-key', copyOf(start.dataDir, 'count'), NEW_PASSPHRASE, '0'])
    const outcomes = new Set<string>()
    for (const at of spread(writes, 12)) {
      const host = new FakeHost(copyOf(start.dataDir, `replace-${String(at)}`))
      const run = await runWriter(['root-key', host.dataDir, NEW_PASSPHRASE, '0'], { at, kind: 'kill' })
      const open = (passphrase: Sensitive<string>) => unlockWithPassphrase(host.sealed(), passphrase, host.throttle(), host).catch(() => null)
      const [byOld, byNew] = [await open(PASSPHRASE), await open(new Sensitive(NEW_PASSPHRASE))]
      expect([byOld === null, byNew === null]).toContain(false)
      const rootKey = byOld ?? byNew
      expect(byOld !== null && byNew !== null).toBe(false)
      expect(byNew !== null || acknowledged(run) === 0).toBe(true)
      expect([...(host.openStores(rootKey as RootKey).stores.get(HOME)?.table('pet').all() ?? [])]).toEqual(pets)
      host.closeStores()
      outcomes.add(byOld === null ? 'new' : 'old')
    }
    expect([...outcomes].sort()).toEqual(['new', 'old'])
  })

  test('killed while a back-up is restored, there is the whole vault or none', async () => {
    const source = new FakeHost(join(base, 'source'))
    await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE, fill: (store) => store.table('pet').put({ id: 'a' }) }, source)
    const key = await unlockWithPassphrase(source.sealed(), PASSPHRASE, source.throttle(), source)
    const path = join(base, 'backup')
    await backUpVault({ rootKey: key, homeRegion: HOME, stores: source.openStores(key).stores }, { path, passphrase: PASSPHRASE }, source)
    source.closeStores()
    mkdirSync(join(base, 'count'))
    const writes = await countWrites(['restore', join(base, 'count'), path, '0'])
    for (const at of spread(writes, 4)) {
      const host = new FakeHost(join(base, `restore-${String(at)}`))
      mkdirSync(host.dataDir)
      const run = await runWriter(['restore', host.dataDir, path, '0'], { at, kind: 'kill' })
      const isThere = readVault(host) !== null
      expect(isThere || acknowledged(run) === 0).toBe(true)
      expect(isThere || !readdirSync(host.dataDir).includes('regions')).toBe(true)
      if (isThere) expect(host.openStores(await unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), host)).stores.get(HOME)?.table('pet').size).toBe(1)
      host.closeStores()
    }
  })
})
