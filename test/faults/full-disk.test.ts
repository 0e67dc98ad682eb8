import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openAuditLog } from '../../electron/engine/audit/open-audit-log.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import type { RegionStore } from '../../electron/engine/storage/region-store.ts'
import { backUpVault } from '../../electron/engine/vault/back-up-vault.ts'
import { createVault } from '../../electron/engine/vault/create-vault.ts'
import { unlockWithPassphrase } from '../../electron/engine/vault/unlock-vault.ts'
import { FakeHost, PASSPHRASE } from '../engine/vault/vault-host.ts'
import { openTestStore, REGION, VAULT_ID } from './store-model.ts'

vi.setConfig({ testTimeout: 60_000 })
const VALUE = Buffer.alloc(20_000, 7)

function mount(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Takes all the space there is. */
function fillWithBallast(file: string): void {
  const chunk = Buffer.alloc(4096)
  try {
    for (;;) appendFileSync(file, chunk)
  } catch (thrown) {
    if ((thrown as { readonly code?: string }).code !== 'ENOSPC') throw thrown
  }
}

const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-mount-'))
  const isMounted = mount(folder, '1m')
  if (isMounted) execFileSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
  return isMounted
})()

describe.runIf(canMount)('on a disk of a few megabytes', () => {
  const rootKey = RootKey.generate()
  let disk: string
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'coffer-full-'))
  })
  afterEach(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  })

  /** Writes until the disk is full; gives back how many writes were acknowledged and the error that came. */
  function fill(store: RegionStore): { readonly acknowledged: number; readonly code: string } {
    for (let n = 0; n < 10_000; n++) {
      try {
        store.transaction(() => {
          store.table('pet').put({ id: `p${String(n)}` })
          store.values.put(`p${String(n)}`, `p${String(n)}`, { wrappedKey: Buffer.of(1), ciphertext: VALUE })
        })
      } catch (thrown) {
        return { acknowledged: n, code: (thrown as { readonly code?: string }).code ?? String(thrown) }
      }
    }
    throw new Error('the disk never became full')
  }

  function readable(store: RegionStore): number {
    return [...store.table('pet').all()].filter((row) => store.values.get(row.id)?.ciphertext.length === VALUE.length).length
  }

  test('a full disk is named, all that was acknowledged stays readable, also after reopening', () => {
    mount(disk, '2m')
    const store = openTestStore(disk, rootKey, true)
    const { acknowledged, code } = fill(store)
    expect([code, readable(store), store.table('pet').size]).toEqual(['DiskFull', acknowledged, acknowledged])
    expect(acknowledged).toBeGreaterThan(20)
    store.close()
    const again = openTestStore(disk, rootKey)
    expect(readable(again)).toBe(acknowledged)
    again.close()
  })

  test('deleting works on a full disk by the reserve, and then there is space to write again', () => {
    mount(disk, '8m')
    const store = openTestStore(disk, rootKey, true)
    const { acknowledged, code } = fill(store)
    expect(code).toBe('DiskFull')
    store.transaction(
      () => {
        for (let n = 0; n < 50; n++) {
          store.table('pet').delete(`p${String(n)}`)
          store.values.deleteByOwner(`p${String(n)}`)
        }
      },
      { mayUseReserve: true },
    )
    store.transaction(() => {
      store.table('pet').put({ id: 'new' })
      store.values.put('new', 'new', { wrappedKey: Buffer.of(1), ciphertext: VALUE })
    })
    expect(readable(store)).toBe(acknowledged - 50 + 1)
    store.close()
    const again = openTestStore(disk, rootKey)
    expect(readable(again)).toBe(acknowledged - 50 + 1)
    again.close()
  })

  test('a back-up that does not fit is refused, leaves no file, and the vault goes on', async () => {
    mount(disk, '1m')
    const host = new FakeHost()
    await createVault({ homeRegion: REGION, protection: 'passphrase', passphrase: PASSPHRASE }, host)
    const key = await unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), host)
    const { stores } = host.openStores(key)
    const store = stores.get(REGION) as RegionStore
    store.transaction(() => {
      for (let n = 0; n < 100; n++) store.values.put(`p${String(n)}`, 'p', { wrappedKey: Buffer.of(1), ciphertext: VALUE })
    })
    const backUp = backUpVault({ rootKey: key, homeRegion: REGION, stores }, { path: join(disk, 'vault.backup'), passphrase: PASSPHRASE }, host)
    await expect(backUp).rejects.toMatchObject({ code: 'DiskFull' })
    expect(readdirSync(disk)).toEqual([])
    store.transaction(() => store.values.deleteByOwner('p'))
    host.remove()
  })

  test('a call whose record cannot be written is refused, and the log goes on when there is space', async () => {
    mount(disk, '1m')
    const host = new FakeHost(disk)
    const log = await openAuditLog({ vaultId: VAULT_ID, rootKey, host })
    const record = (n: number) => ({ id: `r${String(n)}`, timeMs: n, door: 'cli' as const, principalArn: 'p', accountId: 'a', operation: 'o', resources: ['x'.repeat(5000)], region: REGION, requestId: 'r', outcome: 'allowed' as const, durationMicros: 0 })
    await log.append(record(0))
    fillWithBallast(join(disk, 'ballast'))
    let refusedCode = ''
    let written = 1
    for (let n = 1; n < 400 && refusedCode === ''; n++) {
      try {
        await log.append(record(n))
        written += 1
      } catch (thrown) {
        refusedCode = (thrown as { readonly code: string }).code
      }
    }
    expect(refusedCode).toBe('AuditUnavailable')
    rmSync(join(disk, 'ballast'))
    await log.append(record(1000))
    const { records, problems } = await log.verify()
    expect([records, problems]).toEqual([written + 1, []])
    await log.close()
  })
})
