import { ServiceError } from '../../shared/errors.ts'
import type { Sensitive } from '../../shared/sensitive.ts'
import { assembleVault, dismantleVault } from './assemble-vault.ts'
import type { Host } from './host.ts'
import { KeychainProbe } from './keychain-probe.ts'
import type { OpenVault } from './open-vault.ts'
import { writeFirstRows } from './region-data.ts'
import { discardRootKey, makeRootKey, removeFormerItems, type WantedRootKey } from './root-key/new-root-key.ts'
import { replaceRootKey } from './root-key/replace-root-key.ts'
import { RootKey } from './seal/root-key.ts'
import { backUpVault } from './vault/back-up-vault.ts'
import * as slots from './vault/change-slots.ts'
import { bringInRegion } from './vault/bring-in-region.ts'
import { changeProtection } from './vault/change-protection.ts'
import { createVault } from './vault/create-vault.ts'
import { examineRegionFile, readRegionFile, type RegionFileContents, type RegionFileImage } from './vault/examine-region-file.ts'
import { keepsKeychainMark, readKeychainMark } from './vault/keychain-mark.ts'
import { MarkKeeper } from './vault/mark-keeper.ts'
import { openStores } from './vault/open-stores.ts'
import { readAnsweringVault, type SealedVault } from './vault/read-vault.ts'
import { listRegionFiles } from './vault/region-files.ts'
import { restoreVault } from './vault/restore-vault.ts'
import { UnlockThrottle } from './vault/unlock-throttle.ts'
import { unlockWithKeychain, unlockWithPassphrase, unlockWithRecoveryCode } from './vault/unlock-vault.ts'
import { closedFacts, headerOwner, openFacts } from './vault-facts.ts'
import type { NamedRegionFile, NewVault, RecoveryKit, UnlockConsent, UnlockWith, VaultFacts, VaultKeeper, VaultWarning, WantedProtection, WantedRecovery } from './vault-keeper.ts'

export interface KeeperDefaults {
  readonly accountId: string
  readonly region: string
}

interface KeeperEvents {
  readonly opened: (vault: OpenVault) => void
  /** Called while the vault can still be written. */
  readonly closing: (vault: OpenVault) => void
  readonly changed: () => void
}

/** The vault of one data folder, through its states. One change of state at a time. */
export class FileVaultKeeper implements VaultKeeper {
  readonly #host: Host
  readonly #defaults: KeeperDefaults
  readonly #events: KeeperEvents
  readonly #throttle: UnlockThrottle
  readonly #probe: KeychainProbe
  #open: OpenVault | null = null
  #mark: MarkKeeper | null = null
  #warnings: readonly VaultWarning[] = []
  #changing: Promise<unknown> = Promise.resolve()
  /** While the vault gets another root key it is open, but to nobody. */
  #replacing: Promise<unknown> | null = null

  constructor(host: Host, defaults: KeeperDefaults, events: KeeperEvents) {
    this.#host = host
    this.#defaults = defaults
    this.#events = events
    this.#throttle = new UnlockThrottle(host)
    this.#probe = new KeychainProbe(host)
  }

  state(): 'absent' | 'sealed' | 'unsealed' {
    if (this.#open !== null || this.#replacing !== null) return 'unsealed'
    return listRegionFiles(this.#host.dataDir).length === 0 ? 'absent' : 'sealed'
  }

  vault(): OpenVault | null {
    return this.#open
  }

  async facts(): Promise<VaultFacts> {
    await this.#replacing
    const keychain = await this.#probe.ask(this.#open !== null)
    const own = this.#open === null ? closedFacts(this.#host, this.#throttle.waitSeconds()) : openFacts(this.#open, this.#warnings, this.#host)
    return { ...own, defaultAccountId: this.#open?.defaultAccountId ?? this.#defaults.accountId, keychain }
  }

  create(wanted: NewVault): Promise<RecoveryKit> {
    return this.#oneAtATime(async () => {
      const accountId = wanted.accountId ?? this.#defaults.accountId
      const { header, recoveryCode } = await createVault(
        {
          homeRegion: wanted.region ?? this.#defaults.region,
          protection: wanted.protection,
          passphrase: wanted.passphrase ?? undefined,
          fill: (store) => writeFirstRows(store, accountId, this.#host.clock.nowMs()),
        },
        this.#host,
      )
      // Opened in the way it will be opened tomorrow: that proves that it can be.
      await this.#unseal(wanted.passphrase !== null ? { method: 'passphrase', passphrase: wanted.passphrase } : { method: 'keychain' }, { acceptOlderFile: false })
      return { vaultId: header.vaultId, recoveryCode }
    })
  }

  unlock(by: UnlockWith, consent: UnlockConsent): Promise<readonly VaultWarning[]> {
    return this.#oneAtATime(() => this.#unseal(by, consent))
  }

  examineRegionFile({ file, region }: NamedRegionFile, by: UnlockWith | null): Promise<{ readonly image: RegionFileImage; readonly contents: RegionFileContents | null }> {
    return this.#oneAtATime(async () => {
      this.#requireAbsent()
      const image = readRegionFile(file, region, this.#host)
      if (by === null) return { image, contents: null }
      const rootKey = await this.#rootKey(image.sealed, by)
      try {
        return { image, contents: await examineRegionFile(image, region, rootKey, this.#host) }
      } finally {
        rootKey.erase()
      }
    })
  }

  recover({ file, region, by, to, consent }: WantedRecovery): Promise<readonly VaultWarning[]> {
    return this.#oneAtATime(async () => {
      this.#requireAbsent()
      const image = readRegionFile(file, region, this.#host)
      // Before anything is written: a wrong code leaves no trace.
      const rootKey = await this.#rootKey(image.sealed, by)
      const takeBack = bringInRegion(image, region, to, this.#host.dataDir)
      try {
        return await this.#openWith(rootKey, await readAnsweringVault(this.#host) ?? image.sealed, { ...consent, newHomeRegion: region })
      } catch (thrown) {
        takeBack()
        throw thrown
      }
    })
  }

  seal(): Promise<void> {
    return this.#oneAtATime(async () => {
      if (this.#open === null) return
      await this.#close((mark) => mark.leave())
      this.#events.changed()
    })
  }

  /** Closes the open vault; `afterLastWrite` still has all of it. */
  async #close(afterLastWrite: (mark: MarkKeeper) => Promise<void>): Promise<void> {
    await this.#require().regionKeeper.far.look()
    const [vault, mark] = [this.#require(), this.#mark]
    this.#events.closing(vault)
    this.#open = null
    this.#mark = null
    this.#warnings = []
    mark?.close()
    await dismantleVault(vault, this.#host, async () => {
      if (mark !== null) await afterLastWrite(mark)
    })
  }

  replaceRootKey(wanted: WantedRootKey): Promise<RecoveryKit> {
    const replacing = this.#oneAtATime(() => this.#replaceRootKey(wanted))
    this.#replacing = replacing.catch(() => undefined).finally(() => (this.#replacing = null))
    return replacing
  }

  async #replaceRootKey(wanted: WantedRootKey): Promise<RecoveryKit> {
    const owner = await this.#owner()
    const vault = this.#require()
    const made = await makeRootKey(owner, wanted, this.#throttle, this.#host)
    const former = vault.rootKey.withBytes((bytes) => RootKey.fromBytes(bytes))
    const failure: unknown = await this.#close(async () => replaceRootKey(owner, made, vault.audit.segment, this.#host)).then(() => null, (thrown: unknown) => thrown)
    // What lies on the disk decides, whatever was said on the way.
    const sealed = await readAnsweringVault(this.#host)
    if (sealed === null) throw failure
    if (sealed.header.rootKeyId !== made.header.rootKeyId) {
      await discardRootKey(made, this.#host)
      await this.#openWith(former, sealed, { acceptOlderFile: false })
      throw failure
    }
    former.erase()
    await removeFormerItems(made, this.#host)
    await this.#openWith(made.rootKey, sealed, { acceptOlderFile: false })
      .then(() => this.#mark?.leave())
      .catch((thrown: unknown) => this.#host.log.error('The vault could not be opened again after its root key was replaced', { code: ServiceError.from(thrown).code }))
    return { vaultId: made.header.vaultId, recoveryCode: made.recoveryCode }
  }

  async confirmRecoveryKit(groups: readonly { readonly position: number; readonly text: Sensitive<string> }[]): Promise<void> {
    slots.confirmRecoveryKit(await this.#owner(), groups, this.#host)
    this.#events.changed()
  }

  async renewRecoveryKit(): Promise<RecoveryKit> {
    const { header, recoveryCode } = slots.renewRecoveryKit(await this.#owner(), this.#host)
    this.#events.changed()
    return { vaultId: header.vaultId, recoveryCode }
  }

  async changePassphrase(current: Sensitive<string> | null, next: Sensitive<string>): Promise<void> {
    await slots.changePassphrase(await this.#owner(), { current: current ?? undefined, next }, this.#host)
    this.#events.changed()
  }

  async changeProtection(wanted: WantedProtection): Promise<void> {
    await this.#oneAtATime(async () => changeProtection(await this.#owner(), wanted, this.#throttle, this.#host))
    this.#events.changed()
  }

  async addKeychainSlot(): Promise<string> {
    const header = await slots.addKeychainSlot(await this.#owner(), this.#host)
    this.#events.changed()
    const added = header.slots.findLast((slot) => slot.type === 'keychain')
    if (added === undefined) throw new Error('Invariant broken: the slot was added')
    return added.slotId
  }

  async removeSlot(slotId: string): Promise<void> {
    await slots.removeSlot(await this.#owner(), slotId, this.#host)
    this.#events.changed()
  }

  backUp(path: string, passphrase: Sensitive<string>): Promise<{ readonly sizeBytes: number }> {
    return this.#oneAtATime(async () => {
      return backUpVault(await this.#owner(), { path, passphrase }, this.#host)
    })
  }

  restore(path: string, passphrase: Sensitive<string>): Promise<{ readonly vaultId: string; readonly createdAtMs: number; readonly secretCount: number }> {
    return this.#oneAtATime(async () => {
      if (this.#open !== null) throw new ServiceError('VaultExists', 'A vault is open. Seal it, and restore into an empty folder.')
      const { vaultId, createdAtMs, rowCounts } = await restoreVault({ path, passphrase }, this.#host)
      this.#events.changed()
      return { vaultId, createdAtMs, secretCount: rowCounts['secret'] ?? 0 }
    })
  }

  async #unseal(by: UnlockWith, consent: UnlockConsent): Promise<readonly VaultWarning[]> {
    if (this.#open !== null) {
      await this.#prove(this.#open, by)
      return this.#warnings
    }
    const sealed = await readAnsweringVault(this.#host)
    if (sealed === null) throw new ServiceError('VaultAbsent', 'There is no vault here yet. Create one in Coffer first.')
    return this.#openWith(await this.#rootKey(sealed, by), sealed, consent)
  }

  /** Opens the vault and takes the root key over: it lives as long as the vault is open, and is erased where it does not open. */
  async #openWith(rootKey: RootKey, sealed: SealedVault, consent: UnlockConsent): Promise<readonly VaultWarning[]> {
    try {
      const { vaultId } = sealed.header
      const seenElsewhere = keepsKeychainMark(sealed.header) ? await readKeychainMark(vaultId, rootKey, this.#host) : undefined
      const { stores, problems, homeRegion } = openStores(sealed, rootKey, this.#host, { acceptOlderFile: consent.acceptOlderFile, acceptDamage: consent.acceptDamage === true, ...(consent.newHomeRegion === undefined ? {} : { newHomeRegion: consent.newHomeRegion }) }, seenElsewhere)
      const vault = await assembleVault({ vaultId, homeRegion, rootKey, stores, problems, fallbackAccountId: this.#defaults.accountId }, this.#host)
      this.#open = vault
      this.#mark = new MarkKeeper(() => headerOwner(vault), this.#host)
      // Asked and answered: the vault as it is now is the one to go by.
      if (consent.acceptOlderFile) await this.#mark.leave()
      this.#warnings = [...problems.map(({ error }) => ({ code: error.code, message: error.message })), ...vault.audit.warnings]
      this.#events.opened(vault)
      this.#events.changed()
      return this.#warnings
    } catch (thrown) {
      rootKey.erase()
      throw thrown
    }
  }

  /** An open vault asks for the same proof as a sealed one: the window's screen lock is lifted by it. */
  async #prove(vault: OpenVault, by: UnlockWith): Promise<void> {
    const owner = headerOwner(vault)
    const header = slots.headerOf(owner)
    const headerBytes = owner.stores.get(owner.homeRegion)?.header ?? new Uint8Array()
    const rootKey = await this.#rootKey({ header, headerBytes, regionFiles: [], problems: [] }, by)
    rootKey.erase()
  }

  #rootKey(sealed: SealedVault, by: UnlockWith): Promise<RootKey> | RootKey {
    switch (by.method) {
      case 'keychain':
        return unlockWithKeychain(sealed, this.#host)
      case 'passphrase':
        return unlockWithPassphrase(sealed, by.passphrase, this.#throttle, this.#host)
      case 'recovery':
        return unlockWithRecoveryCode(sealed, by.code, this.#throttle)
    }
  }

  #requireAbsent(): void {
    if (this.state() !== 'absent') throw new ServiceError('VaultExists', 'There is a vault here already. It was not changed; to add a region of it, unlock it and attach the region.')
  }

  #require(): OpenVault {
    if (this.#open === null) throw new ServiceError('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.')
    return this.#open
  }

  /** The open vault's header and stores, without those whose disks do not answer. */
  async #owner(): Promise<slots.HeaderOwner> {
    await this.#require().regionKeeper.far.look()
    return headerOwner(this.#require())
  }

  #oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(run)
    this.#changing = result.catch(() => undefined)
    return result
  }
}
