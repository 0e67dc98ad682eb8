import { partitionOf } from '../../../shared/arn.ts'
import { homeOf, type OpenVault } from '../open-vault.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { LogLine } from './function-runner.ts'

/** A function of the user's as it is stored in the home region. `id` is its ARN. */
export interface FunctionRecord {
  readonly id: string
  readonly accountId: string
  readonly region: string
  readonly name: string
  readonly description?: string | undefined
  readonly runtime: 'nodejs' | 'python'
  /** Absolute path of a file or a folder. */
  readonly codePath: string
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memoryMiB: number
  /** The execution role; absent for the account's `coffer-rotation`. */
  readonly roleArn?: string | undefined
  /** SHA-256 (hex) of the code that the user agreed to run; absent until they did. */
  readonly codeSha256?: string | undefined
  readonly createdAtMs: number
  readonly changedAtMs: number
}

/** One run of a function, as lists show it. `id` is Lambda's request id. */
export interface FunctionInvocationRecord {
  readonly id: string
  readonly functionArn: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly status: 'succeeded' | 'failed'
  readonly errorType?: string | undefined
  readonly errorMessage?: string | undefined
  /** In those that an older Coffer kept, texts without a time. */
  readonly log: readonly (LogLine | string)[]
  readonly secretArn?: string | undefined
  readonly step?: string | undefined
}

export const BUILT_IN_PREFIX = 'builtin-'
const INVOCATIONS_KEPT = 50

/** The functions of the user, of every account and region. */
export function functionTable(vault: OpenVault): SealedTable<FunctionRecord> {
  return homeOf(vault).store.table<FunctionRecord>('function')
}

function invocationTable(vault: OpenVault): SealedTable<FunctionInvocationRecord> {
  return homeOf(vault).store.table<FunctionInvocationRecord>('function_invocation')
}

export function functionArn(region: string, accountId: string, name: string): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${name}`
}

/** The runs of a function, newest first. */
export function invocationsOf(vault: OpenVault, arn: string): readonly FunctionInvocationRecord[] {
  const byFunction = invocationTable(vault).index('function', (invocation) => [invocation.functionArn])
  return byFunction.get(arn).toSorted((left, right) => right.startedAtMs - left.startedAtMs)
}

/** Keeps a run and drops the oldest beyond what is kept; a transaction of its own, or inside one of the home region. */
export function keepInvocation(vault: OpenVault, invocation: FunctionInvocationRecord): void {
  homeOf(vault).store.transaction(() => {
    const table = invocationTable(vault)
    table.put(invocation)
    for (const surplus of invocationsOf(vault, invocation.functionArn).slice(INVOCATIONS_KEPT)) table.delete(surplus.id)
  })
}

/** Forgets a function with its runs. Only inside a write transaction of the home region. */
export function removeFunction(vault: OpenVault, arn: string): void {
  for (const invocation of invocationsOf(vault, arn)) invocationTable(vault).delete(invocation.id)
  functionTable(vault).delete(arn)
}
