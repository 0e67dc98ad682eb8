import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import { defaultKey } from '../kms/default-key.ts'
import type { CallHandler } from '../operation-handler.ts'
import { pendingFor } from '../replication/outbox.ts'
import { regionFile } from '../vault/region-files.ts'
import { requireRoot } from './require-root.ts'

type RegionStatus = Output<'workbench:ListRegions'>['Regions'][number]

/** Every region that the vault has: where its store lies, whether it can be used, and what waits for it. */
export const listRegions: CallHandler<'workbench:ListRegions'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context) {
    const { regions, regionKeeper } = context.vault
    await regionKeeper.far.look()
    const names = [...new Set([...regions.keys(), ...regionKeeper.problems.keys()])].sort()
    return { Regions: names.map((name) => statusOf(context, name)) }
  },
}

function statusOf({ vault, accountId, host }: CallContext, region: string): RegionStatus {
  const data = vault.regions.get(region)
  const problem = data === undefined ? vault.regionKeeper.problems.get(region) : (data.store.failure ?? undefined)
  const place = data?.store.file ?? vault.regionKeeper.fileOf(region)
  const isSilent = vault.regionKeeper.far.isSilent(region)
  const pending = pendingFor(vault.regions.values(), region)
  return {
    Region: region,
    Home: region === vault.homeRegion,
    State: problem === undefined ? 'attached' : stateOf(problem.code),
    Place: place,
    InVaultFolder: place === regionFile(host.dataDir, region),
    Problem: problem?.message,
    SizeBytes: isSilent ? undefined : statSync(place, { throwIfNoEntry: false })?.size,
    FreeBytes: isSilent ? undefined : freeBytes(place),
    SecretCount: data?.secrets.ofAccount(accountId).length,
    KmsKeyId: data === undefined ? undefined : defaultKey(data, accountId)?.arn,
    PendingCount: pending.count,
    OldestPendingDate: pending.oldestMs ?? undefined,
  }
}

function stateOf(code: string): RegionStatus['State'] {
  switch (code) {
    case 'RegionDetached':
      return 'detached'
    case 'VaultOlderThanLastSeen':
      return 'older'
    case 'VaultDamaged':
      return 'tampered'
    default:
      return 'unreachable'
  }
}

function freeBytes(place: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(dirname(place))
    return bavail * bsize
  } catch {
    return undefined
  }
}
