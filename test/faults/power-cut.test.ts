import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAuditLog } from '../../electron/engine/audit/open-audit-log.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { FakeHost } from '../engine/vault/vault-host.ts'
import { canMountImages, cutPower, cutWriterWhen, makeDisk, unmountImage, type CutOffDisk } from './cut-off-disk.ts'
import { spread } from './faulty-process.ts'
import { modelAfter, openTestStore, stateOf } from './store-model.ts'

vi.setConfig({ testTimeout: 180_000 })

const KEY = '11'.repeat(32)
const rootKey = (): RootKey => RootKey.fromBytes(Buffer.from(KEY, 'hex'))
const canMount = canMountImages()

let base: string
let disks: CutOffDisk[]
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'coffer-power-'))
  disks = []
})
afterEach(() => {
  for (const disk of disks.toReversed()) unmountImage(disk)
  rmSync(base, { recursive: true, force: true })
})

const kept = (disk: CutOffDisk): CutOffDisk => {
  disks.push(disk)
  return disk
}
const doneOf = (said: readonly string[]): number => said.filter((line) => line.startsWith('done')).length

/** Cuts the power of a disk on which a scenario runs, after so many acknowledged steps. */
async function cutAfter(count: number, scenario: string, prepare: (folder: string) => void): Promise<{ readonly done: number; readonly said: readonly string[]; readonly folder: string }> {
  const disk = kept(makeDisk(base, `${scenario}-${String(count)}`))
  const folder = join(disk.folder, 'data')
  mkdirSync(folder)
  prepare(folder)
  const { said, left } = await cutWriterWhen([scenario, folder, KEY, '5000000'], (lines) => doneOf(lines) >= count, () => kept(cutPower(disk, base, `${scenario}-${String(count)}-after`)))
  expect(doneOf(said)).toBeGreaterThanOrEqual(count)
  return { done: doneOf(said), said, folder: join(left.folder, 'data') }
}

test('the harness is not blind: what was written without a sync is lost when the power goes', async ({ skip }) => {
  skip(!canMount, 'needs a disk in a file')
  const { done, folder } = await cutAfter(200, 'unsynced', () => undefined)
  const file = join(folder, 'lines')
  const left = existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
  expect(left).toBeLessThan(done)
})

test('a power cut loses no acknowledged step of the store', async ({ skip }) => {
  skip(!canMount, 'needs a disk in a file')
  // A step is a byte in the model, so the last one must stay well under 256.
  for (const count of spread(120, 14)) {
    const { done, folder } = await cutAfter(count, 'store', (data) => openTestStore(data, rootKey(), true).close())
    const store = openTestStore(folder, rootKey())
    const state = stateOf(store)
    store.close()
    expect([modelAfter(done), modelAfter(done + 1)]).toContainEqual(state)
  }
})

test('a power cut loses no record of the activity that was acknowledged', async ({ skip }) => {
  skip(!canMount, 'needs a disk in a file')
  for (const count of spread(600, 6)) {
    const { said, folder } = await cutAfter(count, 'audit', () => undefined)
    const log = await openAuditLog({ vaultId: 'vault-under-test', rootKey: rootKey(), host: new FakeHost(folder) })
    const ids = new Set((await log.recent({ limit: 100_000 })).map((entry) => entry.id))
    const { problems } = await log.verify()
    await log.close()
    const lost = said.filter((line) => line.startsWith('done')).map((line) => `r${line.slice(5)}`).filter((id) => !ids.has(id))
    expect({ lost, problems }).toEqual({ lost: [], problems: [] })
  }
})
