import { renameSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import { RootKey } from '../seal/root-key.ts'
import { openRegionStore } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { toStorageError } from '../storage/storage-error.ts'
import { newKeychainSlot, newPassphraseSlot, newRecoverySlot, newTogetherSlot } from './new-slot.ts'
import { holdsKeychainItem, keychainAccount } from './keychain-secret.ts'
import { requireStrongPassphrase } from './passphrase.ts'
import { listRegionFiles, makePrivateFolder, regionFile, removeStoreFiles, syncFolderOf } from './region-files.ts'
import { encodeHeader, type KeySlot, type VaultHeader } from './vault-header.ts'

/** What opens a vault besides its recovery kit. With `keychain-and-passphrase` either of them opens the vault; with `keychain-plus-passphrase` only both together. */
export type Protection = 'keychain' | 'passphrase' | 'keychain-and-passphrase' | 'keychain-plus-passphrase'
type VaultHost = Pick<Host, 'keychain' | 'argon2id' | 'random' | 'clock' | 'sqlite' | 'dataDir' | 'log' | 'passphraseStrength'>

export interface NewVault {
  readonly homeRegion: string
  readonly protection: Protection
  readonly passphrase?: Sensitive<string> | undefined
  /** Fills the home region's store in the transaction that makes the vault. */
  readonly fill?: (store: RegionStore, rootKey: RootKey) => void
}

export interface CreatedVault {
  readonly header: VaultHeader
  /** Shown once; not kept anywhere. */
  readonly recoveryCode: Sensitive<string>
}

/**
 * Makes a vault in the folder: the keychain item first, read back; then the home region's file under another name, whole
 * and on disk; its final name last. So a crash at any moment leaves a vault that opens, or none. The vault stays closed:
 * read and unlock it as any other.
 * @throws {ServiceError} VaultExists, WeakPassphrase, PassphraseNeeded, KeychainUnavailable, DiskFull…; nothing is left
 */
export async function createVault(wanted: NewVault, host: VaultHost): Promise<CreatedVault> {
  if (listRegionFiles(host.dataDir).length > 0) throw new ServiceError('VaultExists', 'There is already a vault in this folder. It was not changed.', { details: { dataDir: host.dataDir } })
  if (wanted.protection !== 'keychain') given(wanted)
  if (wanted.passphrase !== undefined) await requireStrongPassphrase(wanted.passphrase, host)

  const rootKey = RootKey.generate()
  const ids = { vaultId: host.random.uuid(), rootKeyId: host.random.uuid() }
  const slots: KeySlot[] = []
  try {
    const recovery = newRecoverySlot(ids, rootKey, host)
    slots.push(recovery.slot)
    if (wanted.protection === 'keychain-plus-passphrase') slots.push(await newTogetherSlot(ids, given(wanted), rootKey, host))
    else {
      if (wanted.passphrase !== undefined) slots.push(await newPassphraseSlot(ids, wanted.passphrase, rootKey, host))
      if (wanted.protection !== 'passphrase') slots.push(await newKeychainSlot(ids, rootKey, host))
    }
    const header: VaultHeader = { ...ids, homeRegion: wanted.homeRegion, createdAtMs: host.clock.nowMs(), revision: 1, slots }
    writeHomeRegion(header, wanted, rootKey, host)
    return { header, recoveryCode: recovery.code }
  } catch (thrown) {
    await forgetNewKeychainItem(ids.vaultId, slots, host)
    throw toStorageError(thrown)
  } finally {
    rootKey.erase()
  }
}

function given({ passphrase }: NewVault): Sensitive<string> {
  if (passphrase === undefined) throw new ServiceError('PassphraseNeeded', 'Protection by a passphrase needs one.')
  return passphrase
}

function writeHomeRegion(header: VaultHeader, wanted: NewVault, rootKey: RootKey, host: VaultHost): void {
  const final = regionFile(host.dataDir, wanted.homeRegion)
  const partial = `${final}.partial`
  makePrivateFolder(host.dataDir)
  removeStoreFiles(partial)
  let store: RegionStore | undefined
  try {
    store = openRegionStore({ file: partial, region: wanted.homeRegion, vaultId: header.vaultId, rootKey, host, create: true })
    const opened = store
    opened.transaction(() => {
      opened.writeHeader(encodeHeader(header, rootKey))
      wanted.fill?.(opened, rootKey)
    })
    opened.close()
    renameSync(partial, final)
    syncFolderOf(final)
    removeStoreFiles(partial)
  } catch (thrown) {
    store?.close()
    removeStoreFiles(partial)
    throw thrown
  }
}

/** The item was made moments ago under a name of its own, for a vault that did not come to be. */
async function forgetNewKeychainItem(vaultId: string, slots: readonly KeySlot[], host: VaultHost): Promise<void> {
  const slot = slots.find(holdsKeychainItem)
  if (slot === undefined) return
  await host.keychain.delete(keychainAccount(vaultId, slot.slotId)).catch(() => host.log.warn('A keychain item of a vault that was not made could not be removed', { slotId: slot.slotId }))
}
