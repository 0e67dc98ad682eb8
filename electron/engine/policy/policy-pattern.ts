/** A piece of a pattern: plain text, `*` (any run), `?` (one UTF-16 unit). */
export type GlobPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'run' } | { readonly kind: 'one' }

/** As GlobPart, plus a policy variable that the request fills in. */
export type PatternPart = GlobPart | { readonly kind: 'variable'; readonly name: string; readonly fallback: string | null }

const VARIABLE = /\$\{([^\s{}'",$*?]+)(?:, *'([^']*)')?\}/y
const LITERAL = /\$\{([*?$])\}/y

/**
 * Splits a policy string into parts. `${*}`, `${?}` and `${$}` are the characters themselves; `${name}` and
 * `${name, 'default'}` are variables, unless `variables` is off (Version 2008-10-17), where `${` is plain text.
 * Returns words instead when a variable is malformed. Source: IAM user guide, "Policy variables".
 */
export function parsePattern(
  source: string,
  options: { variables: boolean; wildcards: boolean },
): readonly PatternPart[] | { problem: string } {
  const parts: PatternPart[] = []
  let text = ''
  const push = (part: PatternPart): void => {
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
    parts.push(part)
  }
  for (let offset = 0; offset < source.length;) {
    const character = source[offset] as string
    if (options.variables && character === '$' && source[offset + 1] === '{') {
      const literal = matchAt(LITERAL, source, offset)
      const variable = literal === null ? matchAt(VARIABLE, source, offset) : null
      if (literal !== null) text += literal[1]
      else if (variable !== null) push({ kind: 'variable', name: (variable[1] as string).toLowerCase(), fallback: variable[2] ?? null })
      else return { problem: variableProblem(source.slice(offset)) }
      offset += (literal ?? variable)?.[0].length as number
      continue
    }
    if (options.wildcards && character === '*') push({ kind: 'run' })
    else if (options.wildcards && character === '?') push({ kind: 'one' })
    else text += character
    offset++
  }
  if (text !== '') parts.push({ kind: 'text', text })
  return parts
}

/** Words for the first malformed variable of a policy string, or null. */
export function checkVariables(source: string): string | null {
  const parts = parsePattern(source, { variables: true, wildcards: false })
  return 'problem' in parts ? parts.problem : null
}

/** True when the string, read as 2012-10-17, holds a variable (not only `${*}` and the like). */
export function hasVariable(source: string): boolean {
  const parts = parsePattern(source, { variables: true, wildcards: false })
  return !('problem' in parts) && parts.some((part) => part.kind === 'variable')
}

/** Gives the value of a condition key by its lower-case name, or null when the request has none or several. */
export type VariableResolver = (lowerCaseName: string) => string | null

/**
 * Puts values in place of variables. A value is plain text: a `*` in a tag is not a wildcard.
 * Null when a variable has no value and no default: nothing equals it, nothing is like it.
 */
export function fillVariables(parts: readonly PatternPart[], resolve: VariableResolver): readonly GlobPart[] | null {
  const filled: GlobPart[] = []
  for (const part of parts) {
    if (part.kind !== 'variable') {
      filled.push(part)
      continue
    }
    const text = resolve(part.name) ?? part.fallback
    if (text === null) return null
    filled.push({ kind: 'text', text })
  }
  return filled
}

/** The parts when none is a variable, else null. */
export function withoutVariables(parts: readonly PatternPart[]): readonly GlobPart[] | null {
  return parts.every((part): part is GlobPart => part.kind !== 'variable') ? parts : null
}

function matchAt(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset
  return pattern.exec(source)
}

function variableProblem(rest: string): string {
  const end = rest.indexOf('}')
  if (end === -1) return 'The policy variable has no closing brace'
  if (end === 2) return 'The policy variable has no name'
  return `The policy variable ${rest.slice(0, end + 1)} is not written as \${key} or \${key, 'default'}`
}
