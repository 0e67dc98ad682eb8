/** Which grammar a policy is held against: what it is attached to decides which elements it may and must have. */
export type PolicyGrammar = 'identity' | 'resource' | 'key' | 'trust'

/** `2008-10-17` (also meant by an absent Version) knows no policy variables: `${` is plain text there. */
export type PolicyVersion = '2012-10-17' | '2008-10-17'

/**
 * A policy after parsing: plain data, the input of `compilePolicy`.
 * Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export interface PolicyDocument {
  readonly version: PolicyVersion
  readonly id?: string
  readonly statements: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly sid?: string
  readonly effect: Effect
  /** Absent in identity policies. `negated` is NotPrincipal. */
  readonly principal?: { readonly negated: boolean; readonly patterns: readonly PrincipalPattern[] }
  /** `negated` is NotAction. */
  readonly action: NegatablePatterns
  /** Absent in trust policies: there the role itself is meant. `negated` is NotResource. */
  readonly resource?: NegatablePatterns
  readonly conditions: readonly ConditionClause[]
}

export type Effect = 'Allow' | 'Deny'

export interface NegatablePatterns {
  readonly negated: boolean
  readonly patterns: readonly string[]
}

/** One form of the Principal element. Source: IAM user guide, "AWS JSON policy elements: Principal". */
export type PrincipalPattern =
  | { readonly type: 'everyone' }
  | { readonly type: 'account'; readonly accountId: string }
  | { readonly type: 'user'; readonly arn: string }
  | { readonly type: 'role'; readonly arn: string }
  | { readonly type: 'role-session'; readonly arn: string }
  | { readonly type: 'federated-user'; readonly arn: string }
  | { readonly type: 'service'; readonly name: string }
  | { readonly type: 'federated'; readonly provider: string }
  | { readonly type: 'canonical-user'; readonly canonicalId: string }
  /** What AWS shows after a named principal was deleted; matches nobody. */
  | { readonly type: 'unique-id'; readonly uniqueId: string }

/** One operator with one key of a Condition block; clauses AND, values OR. */
export interface ConditionClause {
  readonly operator: ConditionOperator
  readonly key: string
  readonly values: readonly string[]
}

export interface ConditionOperator {
  readonly test: ConditionTest
  readonly set: 'ForAllValues' | 'ForAnyValue' | null
  readonly ifExists: boolean
}

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
export type ConditionTest =
  | 'StringEquals'
  | 'StringNotEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringNotEqualsIgnoreCase'
  | 'StringLike'
  | 'StringNotLike'
  | 'NumericEquals'
  | 'NumericNotEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateNotEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'NotIpAddress'
  | 'ArnEquals'
  | 'ArnNotEquals'
  | 'ArnLike'
  | 'ArnNotLike'
  | 'Null'
