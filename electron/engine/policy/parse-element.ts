import type { JsonNode } from './json-source.ts'
import type { PolicyGrammar } from './policy-document.ts'
import type { GRAMMAR_RULES } from './policy-grammar.ts'
import { pathTo } from './policy-problem.ts'
import type { PolicyProblemList } from './policy-problem.ts'

/** What every step of a parse needs: where problems go and which rules hold. */
export interface ParseScope {
  readonly list: PolicyProblemList
  readonly grammar: PolicyGrammar
  readonly rules: (typeof GRAMMAR_RULES)[PolicyGrammar]
  /** True when the Version knows policy variables. */
  readonly variables: boolean
}

export interface LocatedText {
  readonly path: string
  readonly node: JsonNode
  readonly text: string
}

/** The members of an object that has only these names, each once; null when the node is no object. */
export function readMembers(
  scope: ParseScope,
  path: string,
  node: JsonNode,
  allowed: readonly string[],
): ReadonlyMap<string, JsonNode> | null {
  if (node.kind !== 'object') {
    scope.list.add(path, node, 'An object is expected here')
    return null
  }
  const members = new Map<string, JsonNode>()
  for (const member of node.members) {
    const memberPath = pathTo(path, member.key)
    if (!allowed.includes(member.key)) scope.list.add(memberPath, member.keySpan, unknownName(member.key, allowed))
    else if (members.has(member.key)) scope.list.add(memberPath, member.keySpan, `${member.key} is here twice`)
    else members.set(member.key, member.value)
  }
  return members
}

export function readString(scope: ParseScope, path: string, node: JsonNode): string | null {
  if (node.kind === 'string') return node.value
  scope.list.add(path, node, 'A text is expected here')
  return null
}

/** A text or a list of texts, at least one; what is not a text is told and left out. */
export function readStrings(scope: ParseScope, path: string, node: JsonNode): LocatedText[] {
  const texts: LocatedText[] = []
  if (node.kind !== 'array') {
    const text = readString(scope, path, node)
    return text === null ? [] : [{ path, node, text }]
  }
  if (node.items.length === 0) scope.list.add(path, node, 'At least one value is expected here')
  for (const [index, item] of node.items.entries()) {
    const itemPath = pathTo(path, index)
    const text = readString(scope, itemPath, item)
    if (text !== null) texts.push({ path: itemPath, node: item, text })
  }
  return texts
}

function unknownName(name: string, allowed: readonly string[]): string {
  const meant = allowed.find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return meant === undefined
    ? `${JSON.stringify(name)} is not an element of a policy here`
    : `${JSON.stringify(name)} must be written ${meant}`
}
