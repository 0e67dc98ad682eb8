import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { namedOwnFunction } from './find-function.ts'
import { functionTable, type FunctionRecord } from './function-record.ts'
import { checkRole, checkSettings, storedEnvironment } from './function-settings.ts'
import { shownFunction } from './shown-function.ts'

/** Changes a function of the user's. Another path or handler is other code: without a new CodeSha256 nothing is agreed to. */
export const updateFunction: CallHandler<'workbench:UpdateFunction'> = {
  kind: 'call',
  store: 'home',
  check: checkSettings,
  authorize: requireRoot,
  handle(context, input) {
    const before = namedOwnFunction(context, input.FunctionName)
    checkRole(context, input.Role)
    const isOtherCode = input.CodePath !== undefined && input.CodePath !== before.codePath
    const record: FunctionRecord = {
      ...before,
      description: input.Description === '' ? undefined : (input.Description ?? before.description),
      runtime: input.Runtime ?? before.runtime,
      codePath: input.CodePath ?? before.codePath,
      handler: input.Handler ?? before.handler,
      environment: input.Environment === undefined ? before.environment : storedEnvironment(input.Environment),
      timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
      memoryMiB: input.MemorySize ?? before.memoryMiB,
      roleArn: input.Role === '' ? undefined : (input.Role ?? before.roleArn),
      codeSha256: input.CodeSha256 ?? (isOtherCode ? undefined : before.codeSha256),
      changedAtMs: context.nowMs,
    }
    functionTable(context.vault).put(record)
    return { Function: shownFunction({ kind: 'own', arn: record.id, accountId: record.accountId, name: record.name, record }) }
  },
}
