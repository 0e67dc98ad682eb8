import { compileGlob, matchGlob } from './match-wildcard.ts'
import { fillVariables, parsePattern, withoutVariables } from './policy-pattern.ts'
import type { GlobPart, VariableResolver } from './policy-pattern.ts'

/** Whether a text matches a policy string, with the variables of this request. */
export type TextMatcher = (text: string, resolve: VariableResolver) => boolean

type PartsMatcher = (parts: readonly GlobPart[]) => (text: string) => boolean

interface TextOptions {
  readonly variables: boolean
  readonly wildcards: boolean
  /** Lower-cases the policy string and its variables' values; the caller lower-cases the text. */
  readonly ignoreCase: boolean
}

/**
 * Compiles a policy string once. Strings without variables are ready then; the others are filled in for each request, and
 * match nothing when a variable has no value.
 */
export function compileText(source: string, options: TextOptions, compileParts: PartsMatcher = globMatcher): TextMatcher {
  const parts = parsePattern(source, options)
  if ('problem' in parts) return () => false
  const prepare = (glob: readonly GlobPart[]): ((text: string) => boolean) => compileParts(options.ignoreCase ? glob.map(lowerCased) : glob)
  const fixed = withoutVariables(parts)
  if (fixed !== null) return prepare(fixed)
  return (text, resolve) => {
    const filled = fillVariables(parts, resolve)
    return filled !== null && prepare(filled)(text)
  }
}

function globMatcher(parts: readonly GlobPart[]): (text: string) => boolean {
  if (parts.length === 1 && parts[0]?.kind === 'run') return () => true
  const glob = compileGlob(parts)
  return (text) => matchGlob(glob, text)
}

function lowerCased(part: GlobPart): GlobPart {
  return part.kind === 'text' ? { kind: 'text', text: part.text.toLowerCase() } : part
}
