import { parseArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import type { Host } from '../host.ts'
import type { OpenVault } from '../open-vault.ts'
import type { BuiltInFunction, FunctionTarget } from './function-runner.ts'
import { functionArn, functionTable, type FunctionRecord } from './function-record.ts'

/** A function that is there: one that comes with Coffer, or one of the user's. */
export type KnownFunction = { readonly arn: string; readonly accountId: string; readonly name: string } & (
  | { readonly kind: 'built-in'; readonly builtIn: BuiltInFunction }
  | { readonly kind: 'own'; readonly record: FunctionRecord }
)

/** The time that a built-in function may take; its connections have shorter limits of their own. */
const BUILT_IN_TIMEOUT_MS = 300_000

/** The function of an ARN, or null. A built-in function is there in every account and region. */
export function findFunction(vault: OpenVault, host: Pick<Host, 'functions'>, arn: string): KnownFunction | null {
  const parsed = parseArn(arn)
  if (parsed === null || parsed.service !== 'lambda' || !parsed.resource.startsWith('function:')) return null
  const name = parsed.resource.slice('function:'.length)
  const builtIn = host.functions.builtIns.find((candidate) => candidate.name === name)
  const common = { arn, accountId: parsed.accountId, name }
  if (builtIn !== undefined) return { ...common, kind: 'built-in', builtIn }
  const record = functionTable(vault).get(arn)
  return record === null ? null : { ...common, kind: 'own', record }
}

/** The function that a person names, by ARN or by its name in the caller's account and region. @throws ServiceError ResourceNotFoundException */
export function namedFunction(context: CallContext, reference: string): KnownFunction {
  const arn = reference.startsWith('arn:') ? reference : functionArn(context.region.region, context.accountId, reference)
  const found = findFunction(context.vault, context.host, arn)
  if (found === null || (found.kind === 'own' && found.accountId !== context.accountId)) throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`)
  return found
}

/** Like `namedFunction`, for the user's own alone: what comes with Coffer cannot be changed. */
export function namedOwnFunction(context: CallContext, reference: string): FunctionRecord {
  const found = namedFunction(context, reference)
  if (found.kind === 'built-in') throw new ServiceError('InvalidParameterValueException', `${found.name} comes with Coffer and cannot be changed or deleted.`)
  return found.record
}

/** Whether a rotation may run it: for the user's code they must have agreed to what it is. */
export function isInvokable(known: KnownFunction): boolean {
  return known.kind === 'built-in' || known.record.codeSha256 !== undefined
}

/** What the runner is told to run, and for how long at most. */
export function targetOf(known: KnownFunction): { readonly target: FunctionTarget; readonly timeoutMs: number } {
  if (known.kind === 'built-in') return { target: { kind: 'built-in', name: known.name }, timeoutMs: BUILT_IN_TIMEOUT_MS }
  const { name, runtime, codePath, handler, environment, memoryMiB, codeSha256, timeoutSeconds } = known.record
  return {
    target: { kind: 'own', functionName: name, runtime, codePath, handler, environment, memoryMiB, codeSha256: codeSha256 ?? null },
    timeoutMs: timeoutSeconds * 1000,
  }
}
