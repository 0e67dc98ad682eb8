import type { Output } from '../../../shared/operations/catalog.ts'
import type { KnownFunction } from './find-function.ts'
import type { FunctionInvocationRecord } from './function-record.ts'

/** What lists show of a function. */
export function shownFunction(known: KnownFunction): Output<'workbench:GetFunction'>['Function'] {
  if (known.kind === 'built-in') {
    const { title, engines, strategy } = known.builtIn
    return { FunctionArn: known.arn, FunctionName: known.name, Runtime: 'built-in', Description: title, Engines: engines, Strategy: strategy }
  }
  const { record } = known
  return {
    FunctionArn: record.id,
    FunctionName: record.name,
    Runtime: record.runtime,
    Description: record.description,
    CodePath: record.codePath,
    Handler: record.handler,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMiB,
    Role: record.roleArn,
    CodeSha256: record.codeSha256,
    CreatedDate: record.createdAtMs,
    LastModified: record.changedAtMs,
  }
}

/** The lines of a run, with their times where they were kept. */
export function shownLog(log: FunctionInvocationRecord['log']): Output<'workbench:InvokeFunction'>['Log'] {
  return log.map((line) => (typeof line === 'string' ? { Text: line } : { Timestamp: line.atMs, Text: line.text }))
}
