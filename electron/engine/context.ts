import type { Caller } from './caller.ts'
import type { Host } from './host.ts'
import type { OpenVault, RegionData } from './open-vault.ts'
import type { AccessRequest } from './access/access-request.ts'

/** What a handler of an AWS operation gets: who calls, when, and the region's data. */
export interface CallContext {
  readonly caller: Caller
  /** The caller's own account. */
  readonly accountId: string
  readonly region: RegionData
  readonly vault: OpenVault
  readonly host: Host
  readonly nowMs: number
  /** Runs another call, with checks and record of its own: a function calls so, as its role. */
  readonly execute: (caller: Caller, operation: string, input: unknown) => Promise<unknown>
  /** Throws AccessDeniedException unless the caller may; the decision goes into the activity record. */
  authorize(request: AccessRequest): void
}
