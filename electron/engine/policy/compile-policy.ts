import { compileCondition } from './compile-condition.ts'
import type { CompiledCondition } from './compile-condition.ts'
import type { EvaluationScope } from './evaluation-scope.ts'
import { matchPrincipal } from './match-principal.ts'
import type { PrincipalMatch } from './match-principal.ts'
import { compileText } from './match-text.ts'
import type { TextMatcher } from './match-text.ts'
import type { PolicyDocument, PolicyStatement } from './policy-document.ts'

export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[]
}

export interface CompiledStatement {
  readonly source: PolicyStatement
  readonly index: number
  matchesAction(scope: EvaluationScope): boolean
  matchesResource(scope: EvaluationScope): boolean
  readonly conditions: readonly CompiledCondition[]
}

/** How a statement applies to a request: `no-principal-element` in identity policies. */
export type StatementMatch = PrincipalMatch | 'no-principal-element'

const compiled = new WeakMap<PolicyDocument, CompiledPolicy>()

/** Compiles a document into matchers; the same document object is compiled once, for as long as it lives. */
export function compilePolicy(document: PolicyDocument): CompiledPolicy {
  let policy = compiled.get(document)
  if (policy === undefined) {
    const variables = document.version === '2012-10-17'
    policy = { statements: document.statements.map((statement, index) => compileStatement(statement, index, variables)) }
    compiled.set(document, policy)
  }
  return policy
}

/** How the statement applies to the request, or null when it does not: principal, action, resource and every condition. */
export function matchStatement(statement: CompiledStatement, scope: EvaluationScope): StatementMatch | null {
  if (!statement.matchesAction(scope)) return null
  const element = statement.source.principal
  const match = element === undefined ? 'no-principal-element' : matchPrincipal(element, statement.source.effect, scope.principal)
  if (match === null || !statement.matchesResource(scope)) return null
  for (const condition of statement.conditions) if (!condition(scope)) return null
  return match
}

function compileStatement(source: PolicyStatement, index: number, variables: boolean): CompiledStatement {
  return {
    source,
    index,
    matchesAction: compileActions(source),
    matchesResource: compileResources(source, variables),
    conditions: source.conditions.map((clause) => compileCondition(clause, variables)),
  }
}

function compileActions({ action }: PolicyStatement): CompiledStatement['matchesAction'] {
  const exact = new Set<string>()
  const patterns: TextMatcher[] = []
  for (const pattern of action.patterns) {
    if (!/[*?]/.test(pattern)) exact.add(pattern.toLowerCase())
    else patterns.push(compileText(pattern, { variables: false, wildcards: true, ignoreCase: true }))
  }
  return (scope) => (exact.has(scope.lowerCaseAction) || anyMatches(patterns, scope.lowerCaseAction, scope)) !== action.negated
}

/** A statement without Resource (a trust policy) is about the thing it is attached to. */
function compileResources({ resource }: PolicyStatement, variables: boolean): CompiledStatement['matchesResource'] {
  if (resource === undefined) return () => true
  const patterns = resource.patterns.map((pattern) => compileText(pattern, { variables, wildcards: true, ignoreCase: false }))
  return (scope) => anyMatches(patterns, scope.resourceArn, scope) !== resource.negated
}

function anyMatches(patterns: readonly TextMatcher[], text: string, scope: EvaluationScope): boolean {
  for (const pattern of patterns) if (pattern(text, scope.resolve)) return true
  return false
}
