import { invariant } from '../../../shared/assert.ts'
import type { Host } from '../host.ts'
import { knownRegions } from '../region-data.ts'
import type { HeaderOwner } from '../vault/change-slots.ts'
import { formerRootKey, formerRootKeys } from './former-root-key.ts'
import type { NewRootKey } from './new-root-key.ts'
import { resealRegion } from './reseal-region.ts'

/**
 * Puts another root key in place of the vault's, in one write to the home region: before it the old one opens the vault, after
 * it the new one, and never neither. The other regions' stores follow when they are opened next, now or when they come back.
 * The activity record stays as it is, and its former key with the vault. The stores must be closed afterwards.
 * @throws {ServiceError} VaultDamaged, DiskFull…; then nothing was changed
 */
export function replaceRootKey(owner: HeaderOwner, made: NewRootKey, lastAuditSegment: number, host: Pick<Host, 'dataDir' | 'clock' | 'random'>): void {
  const home = owner.stores.get(owner.homeRegion)
  invariant(home !== undefined, 'the home region is open')
  const { before, header, headerBytes } = made
  const waitingRegions = [...knownRegions(home).all()].map(({ id }) => id).filter((region) => region !== owner.homeRegion)
  home.transaction(
    () => {
      formerRootKeys(home).put(formerRootKey(before.rootKeyId, owner.rootKey, { replacedAtMs: host.clock.nowMs(), lastAuditSegment, waitingRegions }))
      resealRegion(home, { vaultId: header.vaultId, from: owner.rootKey, to: made.rootKey, header: headerBytes }, host)
    },
    { mayUseReserve: true },
  )
}
