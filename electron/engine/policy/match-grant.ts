import type { PrincipalPattern } from './policy-document.ts'

/** What of a KMS grant decides whether it allows a call. Source: KMS API, GrantListEntry and GrantConstraints. */
export interface KeyGrant {
  readonly grantId: string
  readonly granteePrincipal: PrincipalPattern
  /** Operation names without `kms:`, such as `Decrypt`. */
  readonly operations: readonly string[]
  readonly constraints?: {
    readonly encryptionContextEquals?: Readonly<Record<string, string>>
    readonly encryptionContextSubset?: Readonly<Record<string, string>>
  }
}

/** Constraints bind only the operations that take an encryption context. */
const TAKES_ENCRYPTION_CONTEXT: ReadonlySet<string> = new Set([
  'encrypt',
  'decrypt',
  'generatedatakey',
  'generatedatakeywithoutplaintext',
  'generatedatakeypair',
  'generatedatakeypairwithoutplaintext',
  'reencryptfrom',
  'reencryptto',
])

/** Whether a grant covers an action (`kms:Decrypt`) with an encryption context; says nothing of who calls. */
export function grantApplies(grant: KeyGrant, action: string, encryptionContext: Readonly<Record<string, string>>): boolean {
  const operation = action.replace(/^kms:/i, '').toLowerCase()
  if (!grant.operations.some((granted) => granted.toLowerCase() === operation)) return false
  if (!TAKES_ENCRYPTION_CONTEXT.has(operation)) return true
  const { encryptionContextEquals, encryptionContextSubset } = grant.constraints ?? {}
  if (encryptionContextSubset !== undefined && !holds(encryptionContext, encryptionContextSubset)) return false
  return (
    encryptionContextEquals === undefined ||
    (holds(encryptionContext, encryptionContextEquals) && holds(encryptionContextEquals, encryptionContext))
  )
}

function holds(context: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(context, key) && context[key] === value)
}
