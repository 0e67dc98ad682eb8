import { ServiceError } from '../../shared/errors.ts'
import type { Sensitive } from '../../shared/sensitive.ts'
import { assembleVault, dismantleVault } from './assemble-vault.ts'
import type { Host } from './host.ts'
import { KeychainProbe } from './keychain-probe.ts'
import type { OpenVault } from './open-vault.ts'
import { writeFirstRows } from './region-data.ts'
import type { RootKey } from './seal/root-key.ts'
import { backUpVault } from './vault/back-up-vault.ts'
import * as slots from './vault/change-slots.ts'
import { bringInRegion } from './vault/bring-in-region.ts'
import { changeProtection } from './vault/change-protection.ts'
import { createVault } from './vault/create-vault.ts'
import { examineRegionFile, readRegionFile, type RegionFileContents, type RegionFileImage } from './vault/examine-region-file.ts'
import { riskOfFolder } from './vault/folder-risk.ts'
import { keepsKeychainMark, readKeychainMark } from './vault/keychain-mark.ts'
import { MarkKeeper } from './vault/mark-keeper.ts'
import { openStores } from './vault/open-stores.ts'
import { readVault, type SealedVault } from './vault/read-vault.ts'
import { listRegionFiles } from './vault/region-files.ts'
import { restoreVault } from './vault/restore-vault.ts'
import { UnlockThrottle } from './vault/unlock-throttle.ts'
import { isKnownSlot } from './vault/vault-header.ts'
import { unlockWithKeychain, unlockWithPassphrase, unlockWithRecoveryCode } from './vault/unlock-vault.ts'
import type { NamedRegionFile, NewVault, RecoveryKit, UnlockConsent, UnlockWith, VaultFacts, VaultKeeper, VaultWarning, WantedProtection, WantedRecovery } from './vault-keeper.ts'
import { slotFacts } from './slot-facts.ts'

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

  constructor(host: Host, defaults: KeeperDefaults, events: KeeperEvents) {
    this.#host = host
    this.#defaults = defaults
    this.#events = events
    this.#throttle = new UnlockThrottle(host)
    this.#probe = new KeychainProbe(host)
  }

  state(): 'absent' | 'sealed' | 'unsealed' {
    if (this.#open !== null) return 'unsealed'
    return listRegionFiles(this.#host.dataDir).length === 0 ? 'absent' : 'sealed'
  }

  vault(): OpenVault | null {
    return this.#open
  }

  async facts(): Promise<VaultFacts> {
    const keychain = await this.#probe.ask(this.#open !== null)
    const common = { defaultAccountId: this.#open?.defaultAccountId ?? this.#defaults.accountId, keychain }
    if (this.#open !== null) {
      const header = slots.headerOf(headerOwner(this.#open))
      return { ...common, vaultId: header.vaultId, homeRegion: header.homeRegion, regions: [...this.#open.regions.keys()], slots: header.slots.flatMap(slotFacts), warnings: [...this.#warnings, ...this.#folderWarnings()] }
    }
    try {
      const sealed = readVault(this.#host)
      // Before there is a vault this is the best time to say so.
      if (sealed === null) return { ...common, regions: [], slots: [], warnings: this.#folderWarnings() }
      const waitSeconds = this.#throttle.waitSeconds()
      return {
        ...common,
        vaultId: sealed.header.vaultId,
        homeRegion: sealed.header.homeRegion,
        regions: sealed.regionFiles.map(({ region }) => region),
        slots: sealed.header.slots.flatMap(slotFacts),
        ...(waitSeconds === 0 ? {} : { unlockWaitSeconds: waitSeconds }),
        warnings: [...laterWarnings(sealed), ...problemWarnings(sealed), ...this.#folderWarnings()],
      }
    } catch (thrown) {
      const { code, message } = ServiceError.from(thrown)
      return { ...common, regions: listRegionFiles(this.#host.dataDir).map(({ region }) => region), slots: [], warnings: [{ code, message }] }
    }
  }

  /** Looked at anew each time: a folder can be moved under a mount while Coffer runs, and it costs microseconds. */
  #folderWarnings(): readonly VaultWarning[] {
    const risk = riskOfFolder(this.#host.dataDir)
    return risk === null ? [] : [risk]
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
        return await this.#openWith(rootKey, readVault(this.#host) ?? image.sealed, { ...consent, newHomeRegion: region })
      } catch (thrown) {
        takeBack()
        throw thrown
      }
    })
  }

  seal(): Promise<void> {
    return this.#oneAtATime(async () => {
      const vault = this.#open
      if (vault === null) return
      this.#events.closing(vault)
      this.#open = null
      this.#warnings = []
      const mark = this.#mark
      this.#mark = null
      mark?.close()
      await dismantleVault(vault, this.#host, async () => mark?.leave())
      this.#events.changed()
    })
  }

  async confirmRecoveryKit(groups: readonly { readonly position: number; readonly text: Sensitive<string> }[]): Promise<void> {
    slots.confirmRecoveryKit(headerOwner(this.#require()), groups, this.#host)
    this.#events.changed()
  }

  async renewRecoveryKit(): Promise<RecoveryKit> {
    const { header, recoveryCode } = slots.renewRecoveryKit(headerOwner(this.#require()), this.#host)
    this.#events.changed()
    return { vaultId: header.vaultId, recoveryCode }
  }

  async changePassphrase(current: Sensitive<string> | null, next: Sensitive<string>): Promise<void> {
    await slots.changePassphrase(headerOwner(this.#require()), { current: current ?? undefined, next }, this.#host)
    this.#events.changed()
  }

  async changeProtection(wanted: WantedProtection): Promise<void> {
    await this.#oneAtATime(() => changeProtection(headerOwner(this.#require()), wanted, this.#throttle, this.#host))
    this.#events.changed()
  }

  async addKeychainSlot(): Promise<string> {
    const header = await slots.addKeychainSlot(headerOwner(this.#require()), this.#host)
    this.#events.changed()
    const added = header.slots.findLast((slot) => slot.type === 'keychain')
    if (added === undefined) throw new Error('Invariant broken: the slot was added')
    return added.slotId
  }

  async removeSlot(slotId: string): Promise<void> {
    await slots.removeSlot(headerOwner(this.#require()), slotId, this.#host)
    this.#events.changed()
  }

  backUp(path: string, passphrase: Sensitive<string>): Promise<{ readonly sizeBytes: number }> {
    return this.#oneAtATime(async () => {
      return backUpVault(headerOwner(this.#require()), { path, passphrase }, this.#host)
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
    const sealed = readVault(this.#host)
    if (sealed === null) throw new ServiceError('VaultAbsent', 'There is no vault here yet. Create one in Coffer first.')
    return this.#openWith(await this.#rootKey(sealed, by), sealed, consent)
  }

  /** Takes the root key over: it lives as long as the vault is open. */
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

  #oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#changing.then(run)
    this.#changing = result.catch(() => undefined)
    return result
  }
}

function headerOwner(vault: OpenVault): slots.HeaderOwner {
  return { rootKey: vault.rootKey, homeRegion: vault.homeRegion, stores: new Map([...vault.regions].map(([region, data]) => [region, data.store])) }
}

function problemWarnings(sealed: SealedVault): readonly VaultWarning[] {
  return sealed.problems.map(({ region, error }) => ({ code: error.code, message: `Region ${region}: ${error.message}` }))
}

/** What opens this vault may all be of a later version: then that is what to say, and not that nothing opens it. */
function laterWarnings({ header }: SealedVault): readonly VaultWarning[] {
  if (header.slots.some(isKnownSlot)) return []
  return [{ code: 'VaultFormatNewer', message: 'What opens this vault is of a newer version of Coffer. It was not changed; update Coffer to open it.' }]
}
