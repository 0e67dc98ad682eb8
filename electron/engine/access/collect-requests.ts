import { principalAccountId, type Caller } from '../caller.ts'
import type { CallContext } from '../context.ts'
import type { RequestContext } from '../policy/authorization-request.ts'
import type { AccessRequest } from './access-request.ts'

/**
 * What an operation would ask the policies when `caller` called it: its own questions, gathered instead of answered.
 * `facts` are condition keys on top of those that the call has by itself.
 */
export function collectRequests(context: CallContext, caller: Caller, facts: RequestContext, ask: (probe: CallContext) => void): readonly AccessRequest[] {
  const requests: AccessRequest[] = []
  const probe: CallContext = {
    ...context,
    caller,
    accountId: principalAccountId(caller.principal),
    authorize(request) {
      const { keptBy: _keptBy, ...asked } = request
      requests.push({ ...asked, context: () => ({ ...request.context(), ...facts }) })
    },
  }
  ask(probe)
  return requests
}
