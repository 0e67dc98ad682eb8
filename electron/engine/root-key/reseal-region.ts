import { join } from 'node:path'
import type { Host } from '../host.ts'
import { KeyRing } from '../kms/key-ring.ts'
import { isSymmetric, type KeyRecord } from '../kms/key-record.ts'
import { withNewMaterial } from '../kms/key-rotation.ts'
import { unwrapMaterial, wrapMaterial } from '../kms/wrapped-material.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { EpochMark } from '../storage/epoch-mark.ts'
import { EPOCH_MARK_FILE } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'

type ResealHost = Pick<Host, 'dataDir' | 'clock' | 'random'>

export interface NewSeal {
  readonly vaultId: string
  readonly from: RootKey
  readonly to: RootKey
  /** The header's bytes under the new key. */
  readonly header: Uint8Array
}

/**
 * Seals a region's store under another root key, only inside a transaction of it. Keys whose material is made here get new
 * material too: whoever had the former root key had theirs. Values stay as they are, and are read with the material before.
 */
export function resealRegion(store: RegionStore, { vaultId, from, to, header }: NewSeal, host: ResealHost): void {
  const ring = new KeyRing(to, vaultId)
  const mark = EpochMark.open(join(host.dataDir, EPOCH_MARK_FILE), to.subkey('state'))
  try {
    store.reseal({
      rootKey: to,
      mark,
      header,
      values: () => valuesOf(store),
      change: (table, row) => (table === 'kms_key' ? renewed(rewrapped(row as KeyRecord, vaultId, from, to), ring, host) : row),
    })
  } catch (thrown) {
    mark.close()
    throw thrown
  } finally {
    ring.erase()
  }
}

function* valuesOf(store: RegionStore): Iterable<{ readonly id: string; readonly ownerId: string }> {
  for (const secret of store.table<SecretRecord>('secret').all()) {
    for (const { valueId } of secret.versions) if (valueId !== null) yield { id: valueId, ownerId: secret.id }
  }
}

function rewrapped(key: KeyRecord, vaultId: string, from: RootKey, to: RootKey): KeyRecord {
  const backingKeys = key.backingKeys.map((backingKey) => {
    const owner = { vaultId, keyArn: key.arn, backingKeyId: backingKey.id }
    const material = unwrapMaterial(from, owner, backingKey)
    try {
      return { ...backingKey, wrapped: wrapMaterial(to, owner, material) }
    } finally {
      material.fill(0)
    }
  })
  return { ...key, backingKeys }
}

function renewed(key: KeyRecord, ring: KeyRing, host: ResealHost): KeyRecord {
  const isMadeHere = isSymmetric(key) && key.origin !== 'EXTERNAL' && key.backingKeys.length > 0
  return isMadeHere && key.state !== 'PendingDeletion' ? withNewMaterial(ring, key, host, host.clock.nowMs(), 'ON_DEMAND') : key
}
