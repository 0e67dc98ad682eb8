import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { FakeHost } from '../engine/vault/vault-host.ts'
import { openRegionStore } from '../../electron/engine/storage/open-region-store.ts'
import { modelAfter, openTestStore, REGION, runStep, stateOf, VAULT_ID } from './store-model.ts'

const STEPS = 25
const FLIPS = process.env['COFFER_FAULT_SWEEP'] === 'full' ? 20_000 : 250
vi.setConfig({ testTimeout: 120_000 })

const rootKey = RootKey.generate()
let dataDir: string
let file: string
let whole: Buffer

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'coffer-damage-'))
  file = join(dataDir, 'regions', `${REGION}.db`)
  const store = openTestStore(dataDir, rootKey, true)
  for (let step = 0; step < STEPS; step++) runStep(store, step)
  store.close()
  whole = readFileSync(file)
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Opens the changed bytes: what went wrong, by its code, or what the store holds. */
function outcomeOf(bytes: Buffer): { readonly code: string } | { readonly state: unknown } {
  writeFileSync(file, bytes)
  for (const side of ['-wal', '-journal']) rmSync(`${file}${side}`, { force: true })
  try {
    const store = openTestStore(dataDir, rootKey)
    try {
      return { state: stateOf(store) }
    } finally {
      store.close()
    }
  } catch (thrown) {
    return { code: (thrown as { readonly code?: string }).code ?? String(thrown) }
  }
}

/** The same places in every run, spread over the whole file. */
function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * 2_654_435_761) % whole.length))
}

const NAMED = ['VaultDamaged', 'NotAVaultFile', 'VaultFormatNewer', 'StorageUnavailable', 'VaultOlderThanLastSeen']

test('the untouched file opens to what was written', () => {
  expect(outcomeOf(whole)).toEqual({ state: modelAfter(STEPS) })
})

test(`a flipped bit in any of ${String(FLIPS)} places is a named error or makes no difference, never other contents`, () => {
  const seen = new Map<string, number>()
  for (const at of places(FLIPS)) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] as number) ^ (1 << (at % 8))
    const outcome = outcomeOf(changed)
    const kind = 'code' in outcome ? outcome.code : 'same'
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    expect('code' in outcome ? NAMED.includes(outcome.code) || outcome.code : outcome.state).toEqual('code' in outcome ? true : modelAfter(STEPS))
  }
  expect(seen.get('VaultDamaged')).toBeGreaterThan(FLIPS / 4)
})

test('a zeroed page, wherever it is, is a named error or makes no difference', () => {
  const pages = whole.length / 4096
  for (let page = 0; page < pages; page += Math.max(1, Math.floor(pages / 40))) {
    const changed = Buffer.from(whole)
    changed.fill(0, page * 4096, (page + 1) * 4096)
    const outcome = outcomeOf(changed)
    expect('code' in outcome ? NAMED.includes(outcome.code) || outcome.code : outcome.state).toEqual('code' in outcome ? true : modelAfter(STEPS))
  }
})

test('a file cut short anywhere is a named error', () => {
  for (const at of places(30)) {
    const outcome = outcomeOf(whole.subarray(0, at))
    expect(NAMED).toContain('code' in outcome ? outcome.code : 'opened')
  }
})

test('by consent a damaged file opens with every row that is whole, and shows no other', () => {
  const original = new Set((modelAfter(STEPS) as { rows: string[] }).rows.map((row) => row.split(' ')[0] as string))
  let rescued = 0
  for (const at of places(60)) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] as number) ^ 0x20
    if (!('code' in outcomeOf(changed))) continue
    writeFileSync(file, changed)
    try {
      const store = openRegionStore({ file, region: REGION, vaultId: VAULT_ID, rootKey, host: new FakeHost(dataDir), acceptDamage: true, acceptOlderFile: true })
      const rows = [...store.table<{ id: string; step: number }>('pet').all()].map((row) => `${row.id}=${String(row.step)}`)
      store.close()
      rescued += rows.length
      expect(rows.filter((row) => !original.has(row))).toEqual([])
    } catch (thrown) {
      expect(NAMED).toContain((thrown as { readonly code?: string }).code)
    }
  }
  expect(rescued).toBeGreaterThan(original.size)
})
