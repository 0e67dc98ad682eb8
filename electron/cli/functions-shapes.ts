import type { WireOutput } from '../../shared/operations/catalog.ts'

export type ListedFunction = WireOutput<'workbench:ListFunctions'>['Functions'][number]
export type ListedRuntime = WireOutput<'workbench:ListFunctions'>['Runtimes'][number]

const MS_PER_SECOND = 1000

/**
 * A function in the shape of Lambda's FunctionConfiguration, as its SDKs and CLI show it: the runtime with its version, the
 * hash in base64, times in ISO 8601.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export function lambdaConfiguration(shown: ListedFunction, runtimes: readonly ListedRuntime[], variables?: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const { FunctionName, FunctionArn, Runtime, Role, Handler, Description, Timeout, MemorySize, LastModified, CodeSha256 } = shown
  return {
    FunctionName,
    FunctionArn,
    Runtime: lambdaRuntime(Runtime, runtimes),
    Role,
    Handler,
    Description: Description ?? '',
    Timeout,
    MemorySize,
    LastModified: LastModified === undefined ? undefined : new Date(LastModified * MS_PER_SECOND).toISOString(),
    CodeSha256: CodeSha256 === undefined ? undefined : Buffer.from(CodeSha256, 'hex').toString('base64'),
    Version: '$LATEST',
    ...(variables === undefined ? {} : { Environment: { Variables: variables } }),
    State: CodeSha256 === undefined && Runtime !== 'built-in' ? 'Inactive' : 'Active',
  }
}

/** `python3.11` and `nodejs22.x` where the interpreter is known. */
function lambdaRuntime(runtime: string, runtimes: readonly ListedRuntime[]): string {
  const [major, minor] = runtimes.find((each) => each.Runtime === runtime)?.Version.split('.') ?? []
  if (major === undefined || minor === undefined) return runtime
  return runtime === 'nodejs' ? `nodejs${major}.x` : `python${major}.${minor}`
}

/** Columns, as wide as their widest word. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_word, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) => row.map((word, column) => word.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
}
