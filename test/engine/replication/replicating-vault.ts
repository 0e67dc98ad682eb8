import { afterEach, beforeEach } from 'vitest'
import type { RegionData } from '../../../electron/engine/open-vault.ts'
import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { openTestVault, type TestVault } from '../../support/test-vault.ts'

export const EU = 'eu-west-1'

export interface ReplicatingVault extends Pick<TestVault, 'call' | 'callIn' | 'clock' | 'vault'> {
  /** Seals the vault and opens it again from its files. */
  reopen(): Promise<void>
  /** Lets time pass; what is due by then is delivered. */
  deliver(ms?: number): void
  region(name: string): RegionData
  /** A secret with the value `one` and a replica in each of the regions. */
  create(name: string, ...regions: string[]): Promise<WireOutput<'secretsmanager:CreateSecret'>>
}

/** A new vault for each test of a file. */
export function replicatingVault(): ReplicatingVault {
  let vault: TestVault
  beforeEach(async () => {
    vault = await openTestVault()
  })
  afterEach(() => vault.close())
  return {
    call: (operation, input, as) => vault.call(operation, input, as),
    callIn: (region, operation, input, as) => vault.callIn(region, operation, input, as),
    get clock() {
      return vault.clock
    },
    get vault() {
      return vault.vault
    },
    async reopen() {
      vault = await vault.reopen()
    },
    deliver: (ms = 1) => vault.clock.advance(ms),
    region: (name) => vault.vault.regionKeeper.region(name),
    create: (Name, ...regions) =>
      vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', ...(regions.length === 0 ? {} : { AddReplicaRegions: regions.map((Region) => ({ Region })) }) }),
  }
}
