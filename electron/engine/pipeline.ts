import { ServiceError } from '../../shared/errors.ts'
import type { Operation } from '../../shared/operations/define.ts'
import { findOperation, type OperationName } from '../../shared/operations/catalog.ts'
import { decode } from '../../shared/shape/decode.ts'
import { encode } from '../../shared/shape/encode.ts'
import type { AccessRequest } from './access/access-request.ts'
import { verdictOn } from './access/verdict.ts'
import { CallRecord } from './call-record.ts'
import { principalAccountId, principalArn, type Caller } from './caller.ts'
import type { CallContext } from './context.ts'
import type { Host } from './host.ts'
import { isRecorded } from './recorded-operations.ts'
import type { CallHandler, OperationHandler, VaultHandler } from './operation-handler.ts'
import { homeOf, type OpenVault } from './open-vault.ts'
import { refusalText } from './policy/refusal-text.ts'
import { handlers } from './registry.ts'
import { storageError } from './storage/storage-error.ts'
import type { VaultKeeper } from './vault-keeper.ts'

export interface PipelineParts {
  readonly host: Host
  readonly keeper: VaultKeeper
}

/**
 * The steps of every call, in AWS's order: find the operation, need the vault, parse, check, authorize, handle (writes in one
 * transaction), record, encode. A value leaves only after its record is on disk; a write is on record before it happens.
 */
export async function runCall(parts: PipelineParts, caller: Caller, name: string, wire: unknown): Promise<unknown> {
  const operation = findCallable(name, caller)
  requireVault(operation, parts.keeper)
  const handler = handlers[name as OperationName] as OperationHandler<OperationName>
  const readInput = (): unknown => decode(operation.input, withToken(operation, wire, caller, parts.host))
  if (handler.kind === 'vault') return runVaultCall(parts, caller, name, operation, handler, readInput)
  const vault = parts.keeper.vault()
  if (vault === null) throw sealedError(parts.keeper)
  return runAwsCall(parts, vault, caller, name, operation, handler, readInput)
}

async function runAwsCall(parts: PipelineParts, vault: OpenVault, caller: Caller, name: string, operation: Operation, handler: CallHandler<OperationName>, readInput: () => unknown): Promise<unknown> {
  const { host } = parts
  const record = new CallRecord(host, vault.audit, caller, name, isRecorded(name))
  try {
    const { far } = vault.regionKeeper
    if (far.isFar(caller.region)) await far.look([caller.region])
    const input = readInput()
    vault.secretsSeen.note(caller, input)
    let context = openContext(parts, vault, caller, record)
    handler.check?.(input as never)
    handler.authorize(context, input as never)
    const held = handler.holds?.(context, input as never) ?? null
    if (held !== null) {
      await held
      // Sealed, or other policies: what was true before the wait need not be now.
      if (parts.keeper.vault() !== vault) throw sealedError(parts.keeper)
      record.forgetDecisions()
      context = openContext(parts, vault, caller, record)
      handler.authorize(context, input as never)
    }
    let output: unknown
    if (operation.mutates) {
      const mayUseReserve = name.includes('Delete')
      if (!mayUseReserve && vault.audit.isShortOfSpace()) throw storageError('DiskFull')
      await record.writeRequest()
      if (handler.waits === true) {
        output = await handler.handle(context, input as never)
      } else {
        const { store } = handler.store === 'home' ? homeOf(vault) : context.region
        output = store.transaction(() => handler.handle(context, input as never), { mayUseReserve })
      }
      vault.regionKeeper.keep(caller.region)
    } else {
      output = await handler.handle(context, input as never)
    }
    await record.writeResult(null)
    vault.secretsSeen.note(caller, output)
    return operation.output === null ? undefined : encode(operation.output, output)
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    if (error !== thrown) host.log.error('A call failed inside', { operation: name, requestId: caller.requestId, cause: describeCause(thrown) })
    if (error.code !== 'AuditUnavailable' && parts.keeper.vault() === vault) await record.writeResult(error)
    throw error
  }
}

async function runVaultCall(parts: PipelineParts, caller: Caller, name: string, operation: Operation, handler: VaultHandler<OperationName>, readInput: () => unknown): Promise<unknown> {
  const { host, keeper } = parts
  const startedMs = host.clock.monotonicMs()
  const recordNow = async (error: ServiceError | null): Promise<void> => {
    const vault = keeper.vault()
    if (vault === null || !isRecorded(name)) return
    await new CallRecord(host, vault.audit, caller, name, true, startedMs).writeResult(error)
  }
  try {
    const output = await handler.handle({ caller, host, keeper, nowMs: host.clock.nowMs() }, readInput() as never)
    await recordNow(null)
    return operation.output === null ? undefined : encode(operation.output, output)
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    if (error !== thrown) host.log.error('A call failed inside', { operation: name, requestId: caller.requestId, cause: describeCause(thrown) })
    await recordNow(error)
    throw error
  }
}

function findCallable(name: string, caller: Caller): Operation {
  const operation = findOperation(name)
  if (operation === null || !operation.doors.includes(caller.door)) {
    throw new ServiceError('UnknownOperationException', 'The operation is not known here.')
  }
  return operation
}

function requireVault(operation: Operation, keeper: VaultKeeper): void {
  if (operation.needs === 'unsealed' && keeper.vault() === null) throw sealedError(keeper)
}

function sealedError(keeper: VaultKeeper): ServiceError {
  return keeper.state() === 'absent'
    ? new ServiceError('VaultAbsent', 'There is no vault here yet. Create one in Coffer first.')
    : new ServiceError('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.')
}

/** The window and the command line do what AWS's SDKs do: they fill in a missing ClientRequestToken. */
function withToken(operation: Operation, wire: unknown, caller: Caller, host: Host): unknown {
  if (caller.door === 'endpoint' || !('ClientRequestToken' in operation.input.members) || typeof wire !== 'object' || wire === null) return wire
  const given = wire as Record<string, unknown>
  return given['ClientRequestToken'] === undefined ? { ...given, ClientRequestToken: host.random.uuid() } : wire
}

function openContext(parts: PipelineParts, vault: OpenVault, caller: Caller, record: CallRecord): CallContext {
  const { host } = parts
  const nowMs = host.clock.nowMs()
  return {
    caller,
    accountId: principalAccountId(caller.principal),
    // Each time anew: an empty region gets its store, or a store goes away, while a call waits for its record.
    get region() {
      return vault.regionKeeper.region(caller.region)
    },
    vault,
    host,
    nowMs,
    execute: (inner, operation, input) => runCall(parts, inner, operation, input),
    authorize(request) {
      authorize(vault, caller, request, nowMs, record)
    },
  }
}

function authorize(vault: OpenVault, caller: Caller, request: AccessRequest, nowMs: number, record: CallRecord): void {
  record.addResource(request.shownResource ?? null)
  const verdict = verdictOn(vault, caller, request, nowMs)
  record.addDecision(request.action, verdict.words)
  if (verdict.allowed) return
  throw new ServiceError(
    'AccessDeniedException',
    refusalText({
      principalArn: principalArn(caller.principal, caller.region),
      action: request.action,
      resource: request.shownResource ?? null,
      reason: verdict.reason,
    }),
  )
}

/** The kind and place of an unexpected error, without its message: a message may quote data. */
function describeCause(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  const invariantText = thrown.message.startsWith('Invariant broken') ? `: ${thrown.message}` : ''
  return `${thrown.name}${invariantText} ${frames.slice(0, 4).map((frame) => frame.trim()).join(' | ')}`
}
