import { parsePolicy } from '../policy/parse-policy.ts'
import type { PolicyDocument, PolicyGrammar } from '../policy/policy-document.ts'

export type AttachedPolicy = { readonly document: PolicyDocument } | { readonly document: null; readonly fault: 'syntax' | 'principals' }

const PRINCIPAL_PATH = /\.(Not)?Principal\b/

/** Reads a policy that is to be attached to a resource, and tells whether its grammar or only its principals are wrong: AWS has a text for each. */
export function readAttachedPolicy(text: string, grammar: PolicyGrammar): AttachedPolicy {
  const parsed = parsePolicy(text, grammar)
  if (parsed.ok) return { document: parsed.document }
  const isAboutPrincipals = parsed.problems.every((problem) => PRINCIPAL_PATH.test(problem.path))
  return { document: null, fault: isAboutPrincipals ? 'principals' : 'syntax' }
}
