import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAuditLog } from '../../../electron/engine/audit/open-audit-log.ts'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { openRegionStore } from '../../../electron/engine/storage/open-region-store.ts'
import { backUpVault } from '../../../electron/engine/vault/back-up-vault.ts'
import { headerOf, type HeaderOwner } from '../../../electron/engine/vault/change-slots.ts'
import { createVault, type CreatedVault } from '../../../electron/engine/vault/create-vault.ts'
import { readVault } from '../../../electron/engine/vault/read-vault.ts'
import { regionFile } from '../../../electron/engine/vault/region-files.ts'
import { restoreVault } from '../../../electron/engine/vault/restore-vault.ts'
import { changeProtection } from '../../../electron/engine/vault/change-protection.ts'
import { unlockWithKeychain, unlockWithPassphrase, unlockWithRecoveryCode } from '../../../electron/engine/vault/unlock-vault.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import { codeOf, FakeHost, HOME, PASSPHRASE } from './vault-host.ts'

const BACKUP_PASSPHRASE = new Sensitive('violet thunder over the harbour')
const CANARY = 'canary-backup-88f1'
const AUDIT_RECORD = { id: 'one', timeMs: 1, door: 'cli', principalArn: CANARY, accountId: '1', operation: 'x:Y', resources: [], region: HOME, requestId: 'r', outcome: 'allowed', durationMicros: 1 } as const

let host: FakeHost
let other: FakeHost
let created: CreatedVault
let owner: HeaderOwner
let path: string

beforeEach(async () => {
  host = new FakeHost()
  other = new FakeHost()
  path = join(other.dataDir, 'vault.coffer-backup')
  created = await createVault({ homeRegion: HOME, protection: 'keychain', fill: (store) => {
    for (let n = 0; n < 300; n++) {
      store.table('secret').put({ id: `${CANARY}-${String(n)}` })
      store.values.put(`${String(n)}/1`, String(n), { wrappedKey: Buffer.alloc(93, n), ciphertext: Buffer.alloc(6000, n) })
    }
  } }, host)
  const rootKey = await unlockWithKeychain(host.sealed(), host)
  const second = openRegionStore({ file: regionFile(host.dataDir, 'us-east-1'), region: 'us-east-1', vaultId: created.header.vaultId, rootKey, host, create: true })
  second.transaction(() => {
    second.writeHeader(host.sealed().headerBytes)
    second.table('secret').put({ id: 'replica' })
  })
  second.close()
  const audit = await openAuditLog({ vaultId: created.header.vaultId, rootKey, host })
  await audit.append(AUDIT_RECORD)
  await audit.close()
  owner = { rootKey, homeRegion: HOME, stores: host.openStores(rootKey).stores }
})
afterEach(() => {
  host.remove()
  other.remove()
})

const backUp = () => backUpVault(owner, { path, passphrase: BACKUP_PASSPHRASE }, host)
const restore = (passphrase = BACKUP_PASSPHRASE) => restoreVault({ path, passphrase }, other)

test('one file brings every region, value and record back on another computer', async () => {
  const done = await backUp()
  expect(done).toEqual({ path, sizeBytes: statSync(path).size, createdAtMs: host.nowMs })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const restored = await restore()
  expect(restored).toEqual({ vaultId: created.header.vaultId, createdAtMs: host.nowMs, rowCounts: { secret: 301 }, warnings: [] })

  const rootKey = unlockWithRecoveryCode(other.sealed(), created.recoveryCode, other.throttle())
  const { stores } = other.openStores(rootKey)
  expect([...stores.keys()]).toEqual([HOME, 'us-east-1'])
  expect(Buffer.from(stores.get(HOME)?.values.get('7/1')?.ciphertext as Uint8Array)).toEqual(Buffer.alloc(6000, 7))
  const audit = await openAuditLog({ vaultId: created.header.vaultId, rootKey, host: other })
  expect([audit.warnings, await audit.recent({ limit: 5 })]).toEqual([[], [{ ...AUDIT_RECORD, sequence: 1 }]])
  await audit.close()
  expect(readdirSync(other.dataDir).filter((name) => name.includes('partial'))).toEqual([])
  expect(readdirSync(host.dataDir).filter((name) => name.includes('partial'))).toEqual([])
})

test('a vault that no passphrase opened is opened by the passphrase of its back-up once restored', async () => {
  await backUp()
  await restore()
  const rootKey = await unlockWithPassphrase(other.sealed(), BACKUP_PASSPHRASE, other.throttle(), other)
  expect(rootKey.equals(owner.rootKey)).toBe(true)
  expect(headerOf(owner).slots.map((slot) => slot.type)).toEqual(['recovery', 'keychain'])
})

test('a vault that needs keychain and passphrase together stays so; the recovery code opens it elsewhere and enrols that keychain', async () => {
  await changeProtection(owner, { protection: 'keychain-plus-passphrase', next: PASSPHRASE }, host.throttle(), host)
  await backUp()
  await restore()
  expect(other.sealed().header.slots.map((slot) => slot.type)).toEqual(['recovery', 'keychain-plus-passphrase'])
  expect(await codeOf(() => unlockWithPassphrase(other.sealed(), BACKUP_PASSPHRASE, other.throttle(), other))).toBe('KeychainKeyMissing')
  const rootKey = unlockWithRecoveryCode(other.sealed(), created.recoveryCode, other.throttle())
  const there = { rootKey, homeRegion: HOME, stores: other.openStores(rootKey).stores }
  await changeProtection(there, { protection: 'keychain-plus-passphrase', next: BACKUP_PASSPHRASE, recoveryCode: created.recoveryCode }, other.throttle(), other)
  other.closeStores()
  expect((await unlockWithPassphrase(other.sealed(), BACKUP_PASSPHRASE, other.throttle(), other)).equals(rootKey)).toBe(true)
})

test('the vault stays in use while it is backed up, and a later restore is no false alarm', async () => {
  await backUp()
  owner.stores.get(HOME)?.transaction(() => owner.stores.get(HOME)?.table('secret').delete(`${CANARY}-0`))
  expect(owner.stores.get(HOME)?.table('secret').size).toBe(299)
  await restore()
  expect(other.openStores(owner.rootKey).stores.get(HOME)?.table('secret').size).toBe(300)
})

test('what a killed restore left behind is no hindrance, and goes with the next', async () => {
  await backUp()
  mkdirSync(join(other.dataDir, 'restore-killed.partial', 'regions'), { recursive: true })
  await restore()
  expect(readdirSync(other.dataDir).filter((name) => name.includes('partial'))).toEqual([])
})

test('restoring over a vault is refused and changes nothing', async () => {
  await backUp()
  host.closeStores()
  const before = readFileSync(regionFile(host.dataDir, HOME))
  expect(await codeOf(() => restoreVault({ path, passphrase: BACKUP_PASSPHRASE }, host))).toBe('VaultExists')
  expect(readFileSync(regionFile(host.dataDir, HOME)).equals(before)).toBe(true)
})

test('a wrong passphrase, another file and a missing one are told apart', async () => {
  await backUp()
  expect(await codeOf(() => restore(new Sensitive('some other passphrase')))).toBe('WrongPassphrase')
  expect(await codeOf(() => backUpVault(owner, { path, passphrase: new Sensitive('short') }, host))).toBe('WeakPassphrase')
  copyFileSync(path, `${path}.kept`)
  writeFileSync(path, 'hello, this is no back-up at all')
  expect(await codeOf(() => restore())).toBe('NotABackup')
  expect(await codeOf(() => restoreVault({ path: `${path}.none`, passphrase: BACKUP_PASSPHRASE }, other))).toBe('BackupMissing')
  copyFileSync(`${path}.kept`, path)
  expect(await codeOf(() => restore())).toBe('nothing was thrown')
})

test('a flipped byte or a missing piece anywhere is found, and nothing is restored or left behind', async () => {
  await backUp()
  const bytes = readFileSync(path)
  const changes = [
    ...[0, 3, 17, 60, 90, 130, 180, 260, 300, 1000, bytes.length >> 1, bytes.length - 1].map((at) => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ 0x01
      return changed
    }),
    ...[10, 200, 400, bytes.length >> 1, bytes.length - 1].map((length) => bytes.subarray(0, length)),
    Buffer.concat([bytes, Buffer.of(0)]),
  ]
  const codes = new Set<string>()
  for (const changed of changes) {
    writeFileSync(path, changed)
    codes.add(await codeOf(() => restore()))
    expect(readVault(other)).toBe(null)
    expect(readdirSync(other.dataDir).filter((name) => name.includes('partial') || name === 'regions')).toEqual([])
  }
  expect([...codes].sort()).toEqual(['BackupDamaged', 'NotABackup'])
})

test('nothing of the vault can be read in the file', async () => {
  await backUp()
  const bytes = readFileSync(path)
  const rootKeyBytes = owner.rootKey.withBytes((key) => Buffer.from(key))
  for (const needle of [CANARY, 'SQLite format', 'regions/', HOME, rootKeyBytes]) expect(bytes.includes(needle)).toBe(false)
})

test('a failing back-up leaves no file, and an older one of that name stays', async () => {
  writeFileSync(path, 'the older one')
  const erased = RootKey.generate()
  erased.erase()
  await expect(backUpVault({ ...owner, rootKey: erased }, { path, passphrase: BACKUP_PASSPHRASE }, host)).rejects.toThrow('erased')
  expect(readFileSync(path, 'utf8')).toBe('the older one')
  expect(await codeOf(() => backUpVault(owner, { path: join(other.dataDir, 'none', 'x'), passphrase: BACKUP_PASSPHRASE }, host))).toBe('BackupFolderMissing')
  expect(existsSync(join(other.dataDir, 'none'))).toBe(false)
  expect(readdirSync(host.dataDir).filter((name) => name.includes('partial'))).toEqual([])
})
