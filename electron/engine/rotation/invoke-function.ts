import { ServiceError } from '../../../shared/errors.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { executionRole, roleSession } from './execution-role.ts'
import { isInvokable, namedFunction } from './find-function.ts'
import { runFunction } from './run-function.ts'
import { shownLog } from './shown-function.ts'

/** Runs a function with an event of the caller's. Only the window and the command line may: rotation itself does not come here. */
export const invokeFunction: CallHandler<'workbench:InvokeFunction'> = {
  kind: 'call',
  waits: true,
  authorize: requireRoot,
  async handle(context, input) {
    const { vault, host, execute } = context
    const known = namedFunction(context, input.FunctionName)
    if (!isInvokable(known)) {
      throw new ServiceError('CodeNotAgreed', `Nobody agreed yet to run the code of ${known.name}. Look at it and agree to its hash with UpdateFunction and CodeSha256.`)
    }
    const role = executionRole(vault, host, known, context.accountId)
    const principal = roleSession(vault, role, known.name, context.nowMs, undefined)
    const payload = parsePayload(input.Payload)
    const signal = new AbortController().signal
    const { requestId, startedAtMs, durationMs, outcome } = await runFunction({ host, vault, execute }, { known, principal, region: context.caller.region, payload, signal })
    return {
      RequestId: requestId,
      StartedDate: startedAtMs,
      DurationMs: durationMs,
      Status: outcome.status,
      Log: shownLog(outcome.log),
      ...(outcome.status === 'failed' ? { ErrorType: outcome.errorType, ErrorMessage: outcome.errorMessage } : { Payload: new Sensitive(JSON.stringify(outcome.payload ?? null)) }),
    }
  },
}

function parsePayload(payload: Sensitive<string> | undefined): unknown {
  try {
    return JSON.parse(payload?.reveal() ?? '{}')
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json: the Payload is no JSON text.')
  }
}
