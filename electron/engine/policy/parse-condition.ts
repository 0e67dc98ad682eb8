import { checkConditionValue, parseConditionOperator, takesVariables } from './condition-operators.ts'
import type { JsonMember, JsonNode } from './json-source.ts'
import type { ParseScope } from './parse-element.ts'
import type { ConditionClause, ConditionOperator, ConditionTest } from './policy-document.ts'
import { checkVariables } from './policy-pattern.ts'
import { pathTo } from './policy-problem.ts'

const CONDITION_KEY = /^[^\s:*?"]+:[^\s:*?][^*?]*$/

/** The clauses of a Condition element: `{operator: {key: value or list}}`. An empty block or list is allowed. */
export function parseConditions(scope: ParseScope, path: string, node: JsonNode): ConditionClause[] {
  const clauses: ConditionClause[] = []
  for (const { path: operatorPath, member } of uniqueMembers(scope, path, node, false)) {
    const operator = parseConditionOperator(member.key)
    if (operator === null) {
      scope.list.add(operatorPath, member.keySpan, `${JSON.stringify(member.key)} is not a condition operator`)
      continue
    }
    clauses.push(...parseKeys(scope, operatorPath, operator, member.value))
  }
  return clauses
}

function parseKeys(scope: ParseScope, path: string, operator: ConditionOperator, node: JsonNode): ConditionClause[] {
  const clauses: ConditionClause[] = []
  for (const { path: keyPath, member } of uniqueMembers(scope, path, node, true)) {
    if (!CONDITION_KEY.test(member.key))
      scope.list.add(keyPath, member.keySpan, 'A condition key is written service:Name, such as aws:SourceIp')
    clauses.push({ operator, key: member.key, values: parseValues(scope, keyPath, operator.test, member.value) })
  }
  return clauses
}

function parseValues(scope: ParseScope, path: string, test: ConditionTest, node: JsonNode): string[] {
  const values: string[] = []
  const located =
    node.kind === 'array' ? node.items.map((item, index) => ({ item, itemPath: pathTo(path, index) })) : [{ item: node, itemPath: path }]
  for (const { item, itemPath } of located) {
    const value = textOf(item)
    if (value === null) {
      scope.list.add(itemPath, item, 'A text, number, true or false is expected here')
      continue
    }
    const variableProblem = scope.variables && takesVariables(test) ? checkVariables(value) : null
    const problem = variableProblem ?? checkConditionValue(test, value, scope.variables)
    if (problem !== null) scope.list.add(itemPath, item, problem)
    values.push(value)
  }
  return values
}

function textOf(node: JsonNode): string | null {
  switch (node.kind) {
    case 'string':
      return node.value
    case 'number':
      return node.text
    case 'boolean':
      return String(node.value)
    default:
      return null
  }
}

/** Members of an object; a name that comes again is told (condition keys also when only the case differs). */
function uniqueMembers(scope: ParseScope, path: string, node: JsonNode, ignoreCase: boolean): { path: string; member: JsonMember }[] {
  if (node.kind !== 'object') {
    scope.list.add(path, node, 'An object is expected here')
    return []
  }
  const seen = new Set<string>()
  const members: { path: string; member: JsonMember }[] = []
  for (const member of node.members) {
    const name = ignoreCase ? member.key.toLowerCase() : member.key
    const memberPath = pathTo(path, member.key)
    if (seen.has(name)) scope.list.add(memberPath, member.keySpan, `${member.key} is here twice`)
    else members.push({ path: memberPath, member })
    seen.add(name)
  }
  return members
}
