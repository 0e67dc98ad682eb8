import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireAnsweringPath } from '../regions/store-place.ts'
import { riskOfFolder } from '../vault/folder-risk.ts'
import { requireRoot } from './require-root.ts'

/** Looks at a folder before a region's store is put there: whether it can be, and what is unwise about it. */
export const checkRegionFolder: CallHandler<'workbench:CheckRegionFolder'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle({ vault, host }, { Region: region, Path: folder }): Promise<Output<'workbench:CheckRegionFolder'>> {
    await requireAnsweringPath(folder, host)
    const exists = isAbsolute(folder) && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    if (!exists) return { Path: folder, Exists: false, Writable: false, OnVaultDisk: false, HasFile: false, Regions: [] }
    const { regionKeeper } = vault
    const risk = riskOfFolder(folder)
    const others = [...new Set([...vault.regions.keys(), ...regionKeeper.problems.keys()])].filter((name) => name !== region && dirname(regionKeeper.fileOf(name)) === folder)
    const { bavail, bsize } = statfsSync(folder)
    return {
      Path: folder,
      Exists: true,
      Writable: isWritable(folder),
      FreeBytes: bavail * bsize,
      OnVaultDisk: statSync(folder).dev === statSync(host.dataDir).dev,
      HasFile: existsSync(join(folder, `${region}.db`)),
      Regions: others.sort(),
      Risk: risk === null ? undefined : { Code: risk.code, Name: risk.name },
    }
  },
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
