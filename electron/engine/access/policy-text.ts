import { parsePolicy } from '../policy/parse-policy.ts'
import type { PolicyDocument, PolicyGrammar } from '../policy/policy-document.ts'

const MAX_REMEMBERED = 10_000
const remembered = new Map<string, PolicyDocument>()

/** What is wrong with a policy text, in words; empty when nothing is. `maxCharacters` stands in for the grammar's own limit. */
export function problemsOfPolicy(text: string, grammar: PolicyGrammar, maxCharacters?: number): readonly string[] {
  const parsed = parsePolicy(text, grammar, maxCharacters === undefined ? {} : { maxCharacters })
  if (parsed.ok) return []
  return parsed.problems.map((problem) => `Line ${problem.line}, column ${problem.column}: ${problem.message}.`)
}

/**
 * A stored policy as a document. The same text gives the same object, so that it is parsed and compiled once; a text that does
 * not parse grants and denies nothing, and stored ones were checked when they came in, their lengths too.
 */
export function documentOfPolicy(text: string, grammar: PolicyGrammar): PolicyDocument | null {
  const key = `${grammar}\n${text}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const parsed = parsePolicy(text, grammar, { maxCharacters: Number.MAX_SAFE_INTEGER })
  if (!parsed.ok) return null
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(key, parsed.document)
  return parsed.document
}
