import type { Sensitive } from '../../../shared/sensitive.ts'
import { openAuditLog } from '../audit/open-audit-log.ts'
import type { Host } from '../host.ts'
import { formerAuditKeys } from '../root-key/former-root-key.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { damagedBackup } from './backup-format.ts'
import { changePassphrase, headerOf, wantsPassphrase } from './change-slots.ts'
import { openStores } from './open-stores.ts'
import { readVault } from './read-vault.ts'

/** What an unpacked vault was found to hold. */
export interface CheckedVault {
  readonly rowCounts: Record<string, number>
  readonly epochs: ReadonlyMap<string, bigint>
  readonly auditSequence: number
  readonly warnings: string[]
}

type VerifyHost = Pick<Host, 'argon2id' | 'clock' | 'random' | 'dataDir' | 'passphraseStrength' | 'sqlite' | 'log' | 'keychain'>

/**
 * Opens an unpacked vault in `host.dataDir` and reads every row, value and audit record of it; gives it the back-up's
 * passphrase when no passphrase opens it. A vault that needs keychain and passphrase together goes on to: where that keychain
 * is not, the recovery code opens it.
 * @throws {ServiceError} BackupDamaged, VaultDamaged
 */
export async function verifyRestored(rootKey: RootKey, passphrase: Sensitive<string>, host: VerifyHost): Promise<CheckedVault> {
  const sealed = readVault(host)
  if (sealed === null) throw damagedBackup('it holds no region')
  const { stores, problems } = openStores(sealed, rootKey, host)
  const checked = { rowCounts: {} as Record<string, number>, epochs: new Map<string, bigint>(), auditSequence: 0, warnings: [] as string[] }
  let former: ReturnType<typeof formerAuditKeys> | undefined
  try {
    if (problems[0] !== undefined) throw problems[0].error
    const owner = { rootKey, homeRegion: sealed.header.homeRegion, stores }
    if (!headerOf(owner).slots.some(wantsPassphrase)) await changePassphrase(owner, { next: passphrase }, host)
    for (const [region, store] of stores) {
      if (store.countDamagedValues() > 0) throw damagedBackup(`values of region ${region} are changed`)
      for (const [table, count] of Object.entries(store.rowCounts())) checked.rowCounts[table] = (checked.rowCounts[table] ?? 0) + count
      checked.epochs.set(region, store.epoch)
    }
    former = formerAuditKeys(rootKey, stores.get(sealed.header.homeRegion) as RegionStore)
  } finally {
    for (const store of stores.values()) store.close()
  }
  const audit = await openAuditLog({ vaultId: sealed.header.vaultId, rootKey, host, former })
  const { problems: auditProblems, records } = await audit.verify()
  await audit.close()
  for (const problem of auditProblems) checked.warnings.push(`The activity record in the back-up has a gap after record ${String(problem.afterSequence)}: ${problem.problem}.`)
  return { ...checked, auditSequence: records }
}
