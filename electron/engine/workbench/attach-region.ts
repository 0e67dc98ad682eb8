import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { VaultContext, VaultHandler } from '../operation-handler.ts'
import type { OpenVault } from '../open-vault.ts'
import { namedStore, requireAnsweringPath } from '../regions/store-place.ts'
import { readStoreHeader } from '../storage/open-region-store.ts'
import { readVault } from '../vault/read-vault.ts'
import { listRegionFiles, writePlace } from '../vault/region-files.ts'
import { decodeHeader } from '../vault/vault-header.ts'

type AttachInput = Input<'workbench:AttachRegion'>
type Named = { readonly region: string; readonly file: string }

/** Brings a region's store back, or makes its vault known in a folder that has none. */
export const attachRegion: VaultHandler<'workbench:AttachRegion'> = {
  kind: 'vault',
  async handle(context, input) {
    const vault = context.keeper.vault()
    await requireAnsweringPath(input.Path, context.host)
    const named = namedByInput(context, vault, input)
    if (vault?.regions.has(named.region) === true) throw new ServiceError('InvalidRequestException', `The region ${named.region} is attached already. Nothing was changed.`)
    await vault?.regionKeeper.far.look([named.region])
    await requireAnsweringPath(named.file, context.host)
    const header = readStoreHeader(named.file, context.host)
    if (header === null) throw new ServiceError('NotAVaultFile', `The file ${named.file} carries no header of a vault. It was not changed.`)
    const vaultId = vault?.vaultId ?? sealedVaultId(context)
    if (vaultId !== null && decodeHeader(header).vaultId !== vaultId) throw new ServiceError('OtherVault', `The file ${named.file} belongs to another vault. It was not changed; open it in a folder of its own.`)
    if (vault === null) {
      writePlace(context.host.dataDir, named)
      return { Region: named.region, Place: named.file, State: 'sealed' }
    }
    const { store } = vault.regionKeeper.attach(named.region, named.file, { acceptOlderFile: input.AcceptOlder === true, acceptDamage: input.AcceptDamage === true })
    return { Region: named.region, Place: store.file, State: 'attached' }
  },
}

function namedByInput(context: VaultContext, vault: OpenVault | null, input: AttachInput): Named {
  if (input.Path !== undefined) return namedStore(input.Path, input.Region)
  const region = input.Region
  if (region === undefined) throw new ServiceError('InvalidParameterException', 'Say which region to attach, or where its file lies.')
  const file = vault?.regionKeeper.fileOf(region) ?? listRegionFiles(context.host.dataDir).find((one) => one.region === region)?.file
  if (file === undefined) throw new ServiceError('ResourceNotFoundException', `The vault has no region ${region}. Say where its file lies.`)
  return { region, file }
}

/** The vault that lies sealed in the folder; null when there is none, or none that can be read. */
function sealedVaultId({ host }: VaultContext): string | null {
  try {
    return readVault(host)?.header.vaultId ?? null
  } catch {
    return null
  }
}
