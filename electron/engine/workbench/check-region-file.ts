import { basename } from 'node:path'
import { isAwsRegion } from '../../../shared/arn.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { VaultHandler } from '../operation-handler.ts'
import type { RegionFileContents } from '../vault/examine-region-file.ts'
import type { KeySlot } from '../vault/vault-header.ts'
import { requireFilePath } from './require-file-path.ts'
import { wayIn } from './way-in.ts'

type Checked = Output<'workbench:CheckRegionFile'>
type Method = Checked['Methods'][number]
const METHODS: readonly Method[] = ['keychain', 'passphrase', 'recovery']

/** Looks into a region's file where there is no vault; nothing is written. */
export const checkRegionFile: VaultHandler<'workbench:CheckRegionFile'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const file = requireFilePath(input.Path)
    const named = input.Region ?? regionOfName(file)
    const by = input.Method === undefined ? null : wayIn({ ...input, Method: input.Method })
    const { image, contents } = await keeper.examineRegionFile({ file, region: named ?? '' }, by)
    const { header } = image.sealed
    const region = contents === null ? named : contents.region
    return {
      Path: file,
      Region: region === '' ? undefined : region,
      SizeBytes: image.bytes.length,
      VaultId: header.vaultId,
      CreatedDate: header.createdAtMs,
      HomeRegion: header.homeRegion,
      Methods: METHODS.filter((method) => header.slots.some((slot) => isOpenedBy(slot, method))),
      Contents: contents === null ? undefined : shownContents(contents),
    }
  },
}

/** A vault that needs keychain and passphrase together opens by passphrase, and the keychain goes along. */
function isOpenedBy({ type }: KeySlot, method: Method): boolean {
  return type === method || (method === 'passphrase' && type === 'keychain-plus-passphrase')
}

function regionOfName(file: string): string | undefined {
  const name = basename(file, '.db')
  return isAwsRegion(name) ? name : undefined
}

function shownContents(contents: RegionFileContents): NonNullable<Checked['Contents']> {
  return {
    AccountId: contents.accountId ?? undefined,
    SecretCount: contents.secretCount,
    ReplicaCounts: [...contents.replicaCounts].map(([Region, Count]) => ({ Region, Count })),
    NewestChangeDate: contents.newestChangeMs ?? undefined,
    UserCount: contents.userCount,
    RoleCount: contents.roleCount,
    Regions: contents.regions,
    Older: contents.isOlder,
    Damaged: !contents.isWhole || contents.unreadableCount > 0,
    UnreadableCount: contents.unreadableCount,
  }
}
