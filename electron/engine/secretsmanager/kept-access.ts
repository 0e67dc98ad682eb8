import { ServiceError } from '../../../shared/errors.ts'
import { decide } from '../access/decide.ts'
import { principalArn } from '../caller.ts'
import type { CallContext } from '../context.ts'
import { refusalText } from '../policy/refusal-text.ts'
import { type RequestMembers, secretRequest } from './authorize-secret.ts'
import type { SecretRecord } from './secret-record.ts'

/**
 * Refuses a change of tags after which the caller could not change them again, because a policy looks at tags. The account's
 * root cannot lose its way in.
 * Source: API_TagResource: "If successfully completing this operation would result in you losing your permissions for this
 * secret, then the operation is blocked and returns an Access Denied error."
 */
export function requireKeptAccess(context: CallContext, operation: string, changed: SecretRecord, members: RequestMembers): void {
  const { principal, region } = context.caller
  if (principal.type === 'root' && principal.accountId === changed.accountId) return
  const request = secretRequest(context, operation, changed, members)
  const decision = decide(context.vault, context.caller, request, context.nowMs)
  if (decision.allowed) return
  throw new ServiceError(
    'AccessDeniedException',
    refusalText({ principalArn: principalArn(principal, region), action: request.action, resource: changed.id, reason: decision.reason }),
  )
}
