import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { namedOwnFunction } from './find-function.ts'
import { invocationsOf } from './function-record.ts'
import { shownLog } from './shown-function.ts'

/** The runs of a function of the user's, newest first. Those of a built-in one are with the rotation that made them. */
export const listFunctionInvocations: CallHandler<'workbench:ListFunctionInvocations'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { id } = namedOwnFunction(context, input.FunctionName)
    const invocations = invocationsOf(context.vault, id).slice(0, input.MaxResults)
    return {
      Invocations: invocations.map((invocation) => ({
        RequestId: invocation.id,
        StartedDate: invocation.startedAtMs,
        DurationMs: invocation.durationMs,
        Status: invocation.status,
        ErrorType: invocation.errorType,
        ErrorMessage: invocation.errorMessage,
        Log: shownLog(invocation.log),
        SecretId: invocation.secretArn,
        Step: invocation.step,
      })),
    }
  },
}
