import type { JsonNode } from './json-source.ts'
import { parseConditions } from './parse-condition.ts'
import { readMembers, readString, readStrings } from './parse-element.ts'
import type { ParseScope } from './parse-element.ts'
import { parsePrincipals } from './parse-principal.ts'
import type { Effect, NegatablePatterns, PolicyStatement } from './policy-document.ts'
import { checkVariables } from './policy-pattern.ts'
import { pathTo } from './policy-problem.ts'

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const ACTION = /^(?:\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?_.-]+)$/

type Members = ReadonlyMap<string, JsonNode>

/** One statement, or null when it is no object or lacks what a statement cannot be without; problems go to the scope. */
export function parseStatement(scope: ParseScope, path: string, node: JsonNode): PolicyStatement | null {
  const members = readMembers(scope, path, node, ELEMENTS)
  if (members === null) return null
  const sid = parseSid(scope, pathTo(path, 'Sid'), members.get('Sid'))
  const effect = parseEffect(scope, path, node, members)
  const principal = parsePrincipal(scope, path, node, members)
  const action = parseAction(scope, path, node, members)
  const resource = parseResource(scope, path, node, members)
  const conditionNode = members.get('Condition')
  const conditions = conditionNode === undefined ? [] : parseConditions(scope, pathTo(path, 'Condition'), conditionNode)
  if (effect === null || action === null) return null
  return {
    effect,
    action,
    conditions,
    ...(sid === null ? {} : { sid }),
    ...(principal === null ? {} : { principal }),
    ...(resource === null ? {} : { resource }),
  }
}

function parseSid(scope: ParseScope, path: string, node: JsonNode | undefined): string | null {
  if (node === undefined) return null
  const sid = readString(scope, path, node)
  if (sid !== null && scope.rules.alphanumericSid && !/^[0-9A-Za-z]*$/.test(sid)) {
    scope.list.add(path, node, 'Sid may hold only letters A-Z, a-z and digits')
  }
  return sid
}

function parseEffect(scope: ParseScope, path: string, node: JsonNode, members: Members): Effect | null {
  const effectNode = members.get('Effect')
  if (effectNode === undefined) {
    scope.list.add(path, node, 'Effect is missing')
    return null
  }
  if (effectNode.kind === 'string' && (effectNode.value === 'Allow' || effectNode.value === 'Deny')) return effectNode.value
  scope.list.add(pathTo(path, 'Effect'), effectNode, 'Effect must be exactly "Allow" or "Deny"')
  return null
}

function parsePrincipal(
  scope: ParseScope,
  path: string,
  node: JsonNode,
  members: Members,
): NonNullable<PolicyStatement['principal']> | null {
  const chosen = exclusive(scope, path, members, 'Principal', 'NotPrincipal')
  if (scope.rules.principal === 'forbidden') {
    if (chosen !== null) scope.list.add(pathTo(path, chosen.name), chosen.node, `${chosen.name} is not allowed in an identity policy`)
    return null
  }
  if (chosen === null) {
    scope.list.add(path, node, 'Principal is missing')
    return null
  }
  if (chosen.negated && !scope.rules.notPrincipal) {
    scope.list.add(pathTo(path, chosen.name), chosen.node, 'NotPrincipal is not allowed in a trust policy')
    return null
  }
  return { negated: chosen.negated, patterns: parsePrincipals(scope, pathTo(path, chosen.name), chosen.node) }
}

function parseAction(scope: ParseScope, path: string, node: JsonNode, members: Members): NegatablePatterns | null {
  const chosen = exclusive(scope, path, members, 'Action', 'NotAction')
  if (chosen === null) {
    scope.list.add(path, node, 'Action is missing')
    return null
  }
  const texts = readStrings(scope, pathTo(path, chosen.name), chosen.node)
  for (const action of texts) {
    if (!ACTION.test(action.text))
      scope.list.add(action.path, action.node, 'An action is written service:Name, such as secretsmanager:GetSecretValue')
    else if (scope.grammar === 'trust' && !/^sts:/i.test(action.text))
      scope.list.add(action.path, action.node, 'A trust policy may hold only sts: actions')
  }
  return { negated: chosen.negated, patterns: texts.map((action) => action.text) }
}

function parseResource(scope: ParseScope, path: string, node: JsonNode, members: Members): NegatablePatterns | null {
  const chosen = exclusive(scope, path, members, 'Resource', 'NotResource')
  if (scope.rules.resource === 'forbidden') {
    if (chosen !== null) scope.list.add(pathTo(path, chosen.name), chosen.node, `${chosen.name} is not allowed in a trust policy`)
    return null
  }
  if (chosen === null) {
    scope.list.add(path, node, 'Resource is missing')
    return null
  }
  const texts = readStrings(scope, pathTo(path, chosen.name), chosen.node)
  for (const resource of texts) {
    const problem = scope.variables ? checkVariables(resource.text) : null
    if (problem !== null) scope.list.add(resource.path, resource.node, problem)
    else if (resource.text !== '*' && !resource.text.startsWith('arn:'))
      scope.list.add(resource.path, resource.node, 'A resource is an ARN or "*"')
  }
  return { negated: chosen.negated, patterns: texts.map((resource) => resource.text) }
}

/** The one of two elements that is there; both at once is a problem and the first counts. */
function exclusive(
  scope: ParseScope,
  path: string,
  members: Members,
  name: string,
  notName: string,
): { name: string; negated: boolean; node: JsonNode } | null {
  const node = members.get(name)
  const notNode = members.get(notName)
  if (node !== undefined && notNode !== undefined)
    scope.list.add(pathTo(path, notName), notNode, `${name} and ${notName} exclude each other`)
  if (node !== undefined) return { name, negated: false, node }
  return notNode === undefined ? null : { name: notName, negated: true, node: notNode }
}
