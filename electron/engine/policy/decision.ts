import type { PolicyKind } from './authorization-request.ts'
import type { StatementMatch } from './compile-policy.ts'
import type { Effect } from './policy-document.ts'

export type AllowReason =
  /** The root user of the resource's own account needs no identity policy. */
  | 'allowed-by-root'
  | 'allowed-by-identity-policy'
  | 'allowed-by-resource-policy'
  /** Another account: the caller's identity side and the resource policy both allow. */
  | 'allowed-by-both-accounts'
  | 'allowed-by-grant'

export type DenyReason =
  | 'explicit-deny-service-control-policy'
  | 'explicit-deny-resource-policy'
  | 'explicit-deny-identity-policy'
  | 'explicit-deny-permissions-boundary'
  | 'explicit-deny-session-policy'
  | 'no-service-control-policy-allows'
  | 'no-identity-policy-allows'
  | 'no-permissions-boundary-allows'
  | 'no-session-policy-allows'
  | 'no-resource-policy-allows'
  /** The scope of the access key that signed the request. */
  | 'outside-access-key-scope'

export interface StatementReference {
  readonly policyName: string
  readonly policyKind: PolicyKind
  readonly sid?: string
  /** 0-based place in the document. */
  readonly index: number
}

export interface MatchedStatement extends StatementReference {
  readonly effect: Effect
  /** How a resource policy names the caller. */
  readonly principalMatch: StatementMatch
}

/** The answer to an AuthorizationRequest. */
export type Decision = {
  /** The statement that decided; absent when nothing allowed, and for the root user. For two accounts, the resource policy's. */
  readonly statement?: StatementReference
  /** Every statement that applied, in the order service control, resource, identity, boundary, session. */
  readonly matched: readonly MatchedStatement[]
} & (
  | { readonly allowed: true; readonly reason: AllowReason; readonly grantId?: string }
  | { readonly allowed: false; readonly reason: DenyReason }
)
