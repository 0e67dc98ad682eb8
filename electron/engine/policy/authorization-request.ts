import type { PolicyDocument } from './policy-document.ts'

/** One call to be decided: who, what, on what, with which facts, under which policies. Pure data. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal
  /** `service:Operation`; matched without regard to case. */
  readonly action: string
  /** Full ARN, or `*` for actions without a resource. */
  readonly resourceArn: string
  readonly resourceAccountId: string
  readonly context: RequestContext
  /** Told of every condition key that a policy looks at, by its lower-case name, whether the request has it or not. */
  readonly onConditionKey?: ((lowerCaseKey: string) => void) | undefined
  readonly policies: RequestPolicies
}

/**
 * The caller. `arn` is the one shown in messages: user, root, `assumed-role` or `federated-user` session, or the name of a
 * service (`lambda.amazonaws.com`). A role session also has `roleArn`. `userId` is the `aws:userid`.
 */
export interface RequestPrincipal {
  readonly type: 'root' | 'user' | 'role-session' | 'federated' | 'service'
  readonly arn: string
  readonly accountId: string
  readonly roleArn?: string
  readonly userName?: string
  readonly userId?: string
  readonly tags?: Readonly<Record<string, string>>
}

export type ContextValue = string | number | boolean | readonly string[]

/** Condition keys of the request, names without regard to case. Keys that follow from the principal are taken from it, never from here. */
export type RequestContext = Readonly<Record<string, ContextValue>>

export interface NamedPolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** An absent list means that there is no such limit; an empty one allows nothing. */
export interface RequestPolicies {
  readonly identity: readonly NamedPolicy[]
  readonly permissionsBoundary?: readonly NamedPolicy[]
  readonly session?: readonly NamedPolicy[]
  readonly serviceControl?: readonly NamedPolicy[]
  /** The policy of the resource itself: a secret's, a key's, or a role's trust policy. */
  readonly resource?: NamedPolicy
}

export type PolicyKind = 'service-control' | 'resource' | 'identity' | 'permissions-boundary' | 'session'
