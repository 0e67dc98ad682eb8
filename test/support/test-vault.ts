import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuditLog } from '../../electron/engine/audit/open-audit-log.ts'
import { openAccessTables } from '../../electron/engine/access/access-tables.ts'
import { KeptVerdicts } from '../../electron/engine/access/kept-verdicts.ts'
import type { Principal } from '../../electron/engine/caller.ts'
import type { Host } from '../../electron/engine/host.ts'
import type { OpenVault, SavedFilter } from '../../electron/engine/open-vault.ts'
import { runCall } from '../../electron/engine/pipeline.ts'
import { writeFirstRows } from '../../electron/engine/region-data.ts'
import { Deliverer } from '../../electron/engine/replication/deliverer.ts'
import { Deliveries } from '../../electron/engine/replication/deliveries.ts'
import { RegionKeeper } from '../../electron/engine/regions/region-keeper.ts'
import { listRegionFiles } from '../../electron/engine/vault/region-files.ts'
import { encodeHeader } from '../../electron/engine/vault/vault-header.ts'
import { HeldReads } from '../../electron/engine/rotation/held-reads.ts'
import { SecretsSeen } from '../../electron/engine/rotation/secrets-seen.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { openRegionStore } from '../../electron/engine/storage/open-region-store.ts'
import type { VaultKeeper } from '../../electron/engine/vault-keeper.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { createTestHost, FakeClock } from './test-host.ts'

export const ACCOUNT = '123456789012'
export const REGION = 'us-east-1'

export interface TestVault {
  readonly host: Host
  readonly clock: FakeClock
  readonly vault: OpenVault
  readonly folder: string
  /** Calls as the account's root through the window's door, unless told otherwise. */
  call<N extends OperationName>(operation: N, input: WireInput<N>, as?: Principal): Promise<WireOutput<N>>
  /** Calls as an SDK through the endpoint's door: nothing is filled in. */
  callRaw(operation: string, input: unknown, as?: Principal): Promise<unknown>
  /** Calls in another region, as the account's root through the window's door. */
  callIn<N extends OperationName>(region: string, operation: N, input: WireInput<N>, as?: Principal): Promise<WireOutput<N>>
  /** Seals the vault and opens it again from its files, at the same time of day. */
  reopen(): Promise<TestVault>
  /**
   * Opens a copy of the vault's files as they lie on the disk now, as after a kill: nothing was closed or written out before.
   * `change` may first make of the copy what a kill at another moment would have left.
   */
  kill(change?: (folder: string) => void): Promise<TestVault>
  close(): Promise<void>
}

interface TestVaultParts {
  /** A folder that holds a vault already; a new one otherwise. */
  readonly folder?: string
  readonly rootKey?: RootKey
  readonly clock?: FakeClock
  readonly host?: Partial<Host>
}

/** Memory where the system offers it as a folder: engine tests make thousands of writes, and none is about a disk's fsync. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const ROOT_KEY_ID = '3d3c7d5e-8a0e-4a6f-9a55-000000000002'
const ROOT: Principal = { type: 'root', accountId: ACCOUNT }

/** A real vault in a temporary folder, opened with a fresh root key: everything but the key slots. */
export async function openTestVault(parts: TestVaultParts = {}): Promise<TestVault> {
  const folder = parts.folder ?? mkdtempSync(join(SCRATCH, 'coffer-test-'))
  mkdirSync(join(folder, 'regions'), { recursive: true, mode: 0o700 })
  const clock = parts.clock ?? new FakeClock()
  const host = createTestHost(folder, { ...parts.host, clock })
  const rootKey = parts.rootKey ?? RootKey.generate()
  const vaultId = '3d3c7d5e-8a0e-4a6f-9a55-000000000001'
  const store = openRegionStore({ file: join(folder, 'regions', `${REGION}.db`), region: REGION, vaultId, rootKey, host, create: parts.folder === undefined })
  if (parts.folder === undefined) {
    store.transaction(() => {
      store.writeHeader(encodeHeader({ vaultId, rootKeyId: ROOT_KEY_ID, homeRegion: REGION, createdAtMs: clock.nowMs(), revision: 1, slots: [] }, rootKey))
      writeFirstRows(store, ACCOUNT, clock.nowMs())
    })
  }
  const audit = await openAuditLog({ vaultId, rootKey, host })
  const others = listRegionFiles(folder).filter(({ region }) => region !== REGION)
  const stores = new Map([[REGION, store], ...others.map(({ region, file }) => [region, openRegionStore({ file, region, vaultId, rootKey, host })] as const)])
  const regionKeeper = new RegionKeeper({ vaultId, homeRegion: REGION, rootKey, host, stores, problems: [] })
  const vault: OpenVault = {
    vaultId,
    rootKey,
    homeRegion: REGION,
    defaultAccountId: ACCOUNT,
    regions: regionKeeper.open,
    regionKeeper,
    deliveries: new Deliveries(),
    verdicts: new KeptVerdicts(),
    access: openAccessTables(store),
    savedFilters: store.table<SavedFilter>('saved_filter'),
    secretsSeen: new SecretsSeen(),
    heldReads: new HeldReads(clock),
    audit,
  }
  const deliverer = new Deliverer(host, vault)
  const keeper = { state: () => 'unsealed', vault: () => vault } as unknown as VaultKeeper
  const run = (door: 'window' | 'endpoint', operation: string, input: unknown, principal: Principal, region = REGION): Promise<unknown> =>
    runCall({ host, keeper }, { door, principal, region, requestId: randomUUID() }, operation, input)
  const opened: TestVault = {
    host,
    clock,
    vault,
    folder,
    call: (operation, input, as = ROOT) => run('window', operation, input, as) as never,
    callRaw: (operation, input, as = ROOT) => run('endpoint', operation, input, as),
    callIn: (region, operation, input, as = ROOT) => run('window', operation, input, as, region) as never,
    async reopen() {
      for (const region of regionKeeper.open.values()) while (region.accessDates.flush());
      await audit.close()
      deliverer.close()
      regionKeeper.close()
      return openTestVault({ ...parts, folder, rootKey, clock })
    },
    async kill(change) {
      const copy = mkdtempSync(join(SCRATCH, 'coffer-test-'))
      // A killed process leaves no shared memory, and the reserve is made anew.
      cpSync(folder, copy, { recursive: true, filter: (file) => !/-shm$|\.reserve$/.test(file) })
      change?.(copy)
      await opened.close()
      return openTestVault({ ...parts, folder: copy, rootKey, clock })
    },
    async close() {
      await audit.close()
      deliverer.close()
      regionKeeper.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return opened
}
