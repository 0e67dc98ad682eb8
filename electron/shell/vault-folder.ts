import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { ServiceError } from '../../shared/errors.ts'
import { holdsVault } from './holds-vault.ts'
import type { Settings } from '../settings/settings-file.ts'

export interface VaultFolder {
  /** The folder that the core opens: the chosen one while it holds a vault, else the app's own. */
  current(): string
  choose(window: BrowserWindow): Promise<{ readonly dataFolder: string } | null>
}

export interface VaultFolderOptions {
  readonly own: string
  readonly settings: Pick<Settings, 'vaultFolder' | 'keepVaultFolder'>
  readonly onChosen: () => Promise<void>
}

/** Which vault this app opens. A chosen folder that is gone, as on a disk that is not connected, gives way to the app's own. */
export function createVaultFolder({ own, settings, onChosen }: VaultFolderOptions): VaultFolder {
  return {
    current() {
      const chosen = settings.vaultFolder()
      return chosen !== null && holdsVault(chosen) ? chosen : own
    },
    async choose(window) {
      const answer = await dialog.showOpenDialog(window, { title: 'Open a vault folder', properties: ['openDirectory', 'showHiddenFiles'] })
      const folder = answer.filePaths[0]
      if (answer.canceled || folder === undefined) return null
      if (!holdsVault(folder)) {
        throw new ServiceError('NotAVaultFolder', 'There is no vault in this folder: it has no folder “regions” with vault files in it. Nothing was changed.')
      }
      settings.keepVaultFolder(folder === own ? null : folder)
      await onChosen()
      return { dataFolder: folder }
    },
  }
}
