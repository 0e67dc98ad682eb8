import type { PolicyGrammar } from './policy-document.ts'

interface GrammarRules {
  readonly principal: 'required' | 'forbidden'
  readonly notPrincipal: boolean
  readonly resource: 'required' | 'forbidden'
  readonly policyId: boolean
  readonly alphanumericSid: boolean
  readonly maxCharacters: number
  /** IAM does not count white space; the services that store resource policies do. */
  readonly countsWhitespace: boolean
}

/**
 * What each kind of policy may hold, and how long it may be.
 * Source: IAM user guide, "IAM JSON policy elements reference" and "IAM and AWS STS quotas";
 * Secrets Manager PutResourcePolicy; KMS PutKeyPolicy.
 */
export const GRAMMAR_RULES: Readonly<Record<PolicyGrammar, GrammarRules>> = {
  identity: {
    principal: 'forbidden',
    notPrincipal: false,
    resource: 'required',
    policyId: false,
    alphanumericSid: true,
    maxCharacters: 6144,
    countsWhitespace: false,
  },
  resource: {
    principal: 'required',
    notPrincipal: true,
    resource: 'required',
    policyId: true,
    alphanumericSid: false,
    maxCharacters: 20_480,
    countsWhitespace: true,
  },
  key: {
    principal: 'required',
    notPrincipal: true,
    resource: 'required',
    policyId: true,
    alphanumericSid: false,
    maxCharacters: 32_768,
    countsWhitespace: true,
  },
  trust: {
    principal: 'required',
    notPrincipal: false,
    resource: 'forbidden',
    policyId: true,
    alphanumericSid: true,
    maxCharacters: 2048,
    countsWhitespace: false,
  },
}

/** Sizes of inline policies (all policies of the identity together), white space not counted. Source: IAM quotas. */
export const INLINE_POLICY_MAX_CHARACTERS = { user: 2048, group: 5120, role: 10_240 } as const
