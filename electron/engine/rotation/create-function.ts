import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { functionArn, functionTable, type FunctionRecord } from './function-record.ts'
import { checkOwnName, checkRole, checkSettings, storedEnvironment } from './function-settings.ts'
import { shownFunction } from './shown-function.ts'

const DEFAULT_TIMEOUT_SECONDS = 30
const DEFAULT_MEMORY_MIB = 128

/** Names code of the user's as a function. Source of the rules: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: CallHandler<'workbench:CreateFunction'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkOwnName(input.FunctionName)
    checkSettings(input)
  },
  authorize: requireRoot,
  handle(context, input) {
    const { region } = context.region
    const arn = functionArn(region, context.accountId, input.FunctionName)
    const functions = functionTable(context.vault)
    if (functions.get(arn) !== null) throw new ServiceError('ResourceConflictException', `Function already exist: ${input.FunctionName}`)
    checkRole(context, input.Role)
    const record: FunctionRecord = {
      id: arn,
      accountId: context.accountId,
      region,
      name: input.FunctionName,
      description: input.Description,
      runtime: input.Runtime,
      codePath: input.CodePath,
      handler: input.Handler,
      environment: storedEnvironment(input.Environment),
      timeoutSeconds: input.Timeout ?? DEFAULT_TIMEOUT_SECONDS,
      memoryMiB: input.MemorySize ?? DEFAULT_MEMORY_MIB,
      roleArn: input.Role === '' ? undefined : input.Role,
      codeSha256: input.CodeSha256,
      createdAtMs: context.nowMs,
      changedAtMs: context.nowMs,
    }
    functions.put(record)
    return { Function: shownFunction({ kind: 'own', arn, accountId: context.accountId, name: record.name, record }) }
  },
}
