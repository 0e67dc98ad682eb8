import type { Input, OperationName, Output } from '../../shared/operations/catalog.ts'
import type { CallContext } from './context.ts'
import type { Caller } from './caller.ts'
import type { Host } from './host.ts'
import type { VaultKeeper } from './vault-keeper.ts'

/**
 * An operation on the open vault. Synchronous, so that it is one transaction; the pipeline calls the steps in AWS's order
 * (check, authorize, handle) and adds transaction, activity record and encoding.
 */
export interface CallHandler<N extends OperationName> {
  readonly kind: 'call'
  /** Whose transaction a write needs: the caller's region (the default), or the home region that holds what is global. */
  readonly store?: 'home'
  /** For writes that wait for something outside, a function or a login: `handle` may wait, and makes its transactions itself. */
  readonly waits?: true
  /** Checks that need no vault and come before authorization: tokens, names. */
  check?(input: Input<N>): void
  /** Asks `context.authorize` for everything that the call needs; it comes before existence is told. */
  authorize(context: CallContext, input: Input<N>): void
  /** Of a read that may come at a moment when the answer would be of no use: what it waits for, or null. It is authorized again after. */
  holds?(context: CallContext, input: Input<N>): Promise<void> | null
  /** Synchronous for writes that do not say `waits`; a read may wait, for a file or a key derivation. */
  handle(context: CallContext, input: Input<N>): Output<N> | Promise<Output<N>>
}

/** What an operation on the vault as a whole gets. */
export interface VaultContext {
  readonly caller: Caller
  readonly host: Host
  readonly keeper: VaultKeeper
  readonly nowMs: number
}

/** An operation on the vault as a whole (unlock, back-up). It may wait for key derivation, the keychain or the disk. */
export interface VaultHandler<N extends OperationName> {
  readonly kind: 'vault'
  handle(context: VaultContext, input: Input<N>): Promise<Output<N>>
}

export type OperationHandler<N extends OperationName> = CallHandler<N> | VaultHandler<N>
