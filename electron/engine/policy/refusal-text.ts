import { assertNever } from '../../../shared/assert.ts'
import type { DenyReason } from './decision.ts'

/**
 * AWS's words for a refused call, message of AccessDeniedException. `resource` is the full ARN, or the SecretId as typed when
 * nothing was resolved; null for actions without a resource (ListSecrets, BatchGetSecretValue, GetRandomPassword).
 * Source: IAM user guide, "Troubleshoot access denied error messages".
 */
export function refusalText(refusal: { principalArn: string; action: string; resource: string | null; reason: DenyReason }): string {
  const { principalArn, action, resource, reason } = refusal
  const resourcePart = resource === null ? '' : ` on resource: ${resource}`
  // STS gives no reason.
  const reasonPart = action.startsWith('sts:') ? '' : ` ${reasonText(reason, action)}`
  return `User: ${principalArn} is not authorized to perform: ${action}${resourcePart}${reasonPart}`
}

/** KMS's words when a ciphertext named the key (Decrypt and ReEncrypt without a KeyId). Source: recorded answers of KMS. */
export function ciphertextRefusalText(refusal: { principalArn: string; action: string }): string {
  return (
    `User: ${refusal.principalArn} is not authorized to perform: ${refusal.action} on the resource associated with this ciphertext ` +
    'because the resource does not exist in this Region, no resource-based policies allow access, ' +
    'or a resource-based policy explicitly denies access'
  )
}

function reasonText(reason: DenyReason, action: string): string {
  switch (reason) {
    case 'explicit-deny-identity-policy':
      return 'with an explicit deny in an identity-based policy'
    case 'explicit-deny-resource-policy':
      return 'with an explicit deny in a resource-based policy'
    case 'explicit-deny-permissions-boundary':
      return 'with an explicit deny in a permissions boundary'
    case 'explicit-deny-session-policy':
      return 'with an explicit deny in a session policy'
    case 'explicit-deny-service-control-policy':
      return 'with an explicit deny in a service control policy'
    case 'no-identity-policy-allows':
      return `because no identity-based policy allows the ${action} action`
    case 'no-resource-policy-allows':
      return `because no resource-based policy allows the ${action} action`
    case 'no-permissions-boundary-allows':
      return `because no permissions boundary allows the ${action} action`
    case 'no-session-policy-allows':
      return `because no session policy allows the ${action} action`
    case 'no-service-control-policy-allows':
      return `because no service control policy allows the ${action} action`
    case 'outside-access-key-scope':
      return `because the scope of the access key does not allow the ${action} action`
    default:
      return assertNever(reason, 'every reason to refuse has its words')
  }
}
