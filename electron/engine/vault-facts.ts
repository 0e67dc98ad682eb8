import { ServiceError } from '../../shared/errors.ts'
import type { Host } from './host.ts'
import type { OpenVault } from './open-vault.ts'
import { slotFacts } from './slot-facts.ts'
import { headerOf, type HeaderOwner } from './vault/change-slots.ts'
import { riskOfFolder } from './vault/folder-risk.ts'
import { readVault, type SealedVault } from './vault/read-vault.ts'
import { listRegionFiles } from './vault/region-files.ts'
import { isKnownSlot } from './vault/vault-header.ts'
import type { VaultFacts, VaultWarning } from './vault-keeper.ts'

type OwnFacts = Omit<VaultFacts, 'defaultAccountId' | 'keychain'>
type FolderHost = Pick<Host, 'dataDir' | 'sqlite'>

/** An open vault as far as its header goes. */
export function headerOwner(vault: OpenVault): HeaderOwner {
  return { rootKey: vault.rootKey, homeRegion: vault.homeRegion, stores: new Map([...vault.regions].map(([region, data]) => [region, data.store])) }
}

/** What is known of an open vault; `warnings` are those of its opening. */
export function openFacts(vault: OpenVault, warnings: readonly VaultWarning[], host: FolderHost): OwnFacts {
  const header = headerOf(headerOwner(vault))
  return { vaultId: header.vaultId, homeRegion: header.homeRegion, regions: [...vault.regions.keys()], slots: header.slots.flatMap(slotFacts), warnings: [...warnings, ...folderWarnings(host)] }
}

/** What is known of a vault that is not open, or of the folder where one could be made. */
export function closedFacts(host: FolderHost, unlockWaitSeconds: number): OwnFacts {
  try {
    const sealed = readVault(host)
    // Before there is a vault this is the best time to say so.
    if (sealed === null) return { regions: [], slots: [], warnings: folderWarnings(host) }
    return {
      vaultId: sealed.header.vaultId,
      homeRegion: sealed.header.homeRegion,
      regions: sealed.regionFiles.map(({ region }) => region),
      slots: sealed.header.slots.flatMap(slotFacts),
      ...(unlockWaitSeconds === 0 ? {} : { unlockWaitSeconds }),
      warnings: [...laterWarnings(sealed), ...problemWarnings(sealed), ...folderWarnings(host)],
    }
  } catch (thrown) {
    const { code, message } = ServiceError.from(thrown)
    return { regions: listRegionFiles(host.dataDir).map(({ region }) => region), slots: [], warnings: [{ code, message }] }
  }
}

/** Looked at anew each time: a folder can be moved under a mount while Coffer runs, and it costs microseconds. */
function folderWarnings({ dataDir }: Pick<Host, 'dataDir'>): readonly VaultWarning[] {
  const risk = riskOfFolder(dataDir)
  return risk === null ? [] : [risk]
}

function problemWarnings(sealed: SealedVault): readonly VaultWarning[] {
  return sealed.problems.map(({ region, error }) => ({ code: error.code, message: `Region ${region}: ${error.message}` }))
}

/** What opens this vault may all be of a later version: then that is what to say, and not that nothing opens it. */
function laterWarnings({ header }: SealedVault): readonly VaultWarning[] {
  if (header.slots.some(isKnownSlot)) return []
  return [{ code: 'VaultFormatNewer', message: 'What opens this vault is of a newer version of Coffer. It was not changed; update Coffer to open it.' }]
}
