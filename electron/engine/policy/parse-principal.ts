import type { JsonNode } from './json-source.ts'
import { readMembers, readStrings } from './parse-element.ts'
import type { LocatedText, ParseScope } from './parse-element.ts'
import type { PrincipalPattern } from './policy-document.ts'
import { pathTo } from './policy-problem.ts'

const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser']
const IAM_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(root|user|role)(?:\/(.+))?$/
const SESSION_ARN = /^arn:aws[a-z-]*:sts::\d{12}:(?:assumed-role\/[^/]+\/[^/]+|federated-user\/[^/]+)$/
const UNIQUE_ID = /^A[A-Z]{2}A[A-Z0-9]{12,}$/
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/

/** The forms of a Principal or NotPrincipal element; what AWS would not take is told and left out. */
export function parsePrincipals(scope: ParseScope, path: string, node: JsonNode): PrincipalPattern[] {
  if (node.kind === 'string') {
    if (node.value === '*') return [{ type: 'everyone' }]
    scope.list.add(path, node, 'Principal is "*" or an object such as {"AWS": "123456789012"}')
    return []
  }
  const members = readMembers(scope, path, node, PRINCIPAL_TYPES)
  if (members === null) return []
  if (node.kind === 'object' && node.members.length === 0) scope.list.add(path, node, 'At least one principal is expected here')
  const patterns: PrincipalPattern[] = []
  for (const [type, value] of members) {
    for (const principal of readStrings(scope, pathTo(path, type), value)) {
      const pattern = parseOne(type, principal.text)
      if (pattern !== null) patterns.push(pattern)
      else scope.list.add(principal.path, principal.node, problemOf(type, principal))
    }
  }
  return patterns
}

function parseOne(type: string, text: string): PrincipalPattern | null {
  switch (type) {
    case 'AWS':
      return parseAwsPrincipal(text)
    case 'Service':
      return SERVICE.test(text) ? { type: 'service', name: text } : null
    case 'Federated':
      return text !== '' && !/[*?]/.test(text) ? { type: 'federated', provider: text } : null
    default:
      return /^[0-9a-f]{64}$/.test(text) ? { type: 'canonical-user', canonicalId: text } : null
  }
}

/** An account id, or the ARN or unique id of a principal of AWS; null for anything else. */
export function parseAwsPrincipal(text: string): PrincipalPattern | null {
  if (text === '*') return { type: 'everyone' }
  if (/[*?]/.test(text)) return null
  if (/^\d{12}$/.test(text)) return { type: 'account', accountId: text }
  if (UNIQUE_ID.test(text)) return { type: 'unique-id', uniqueId: text }
  if (SESSION_ARN.test(text)) return { type: text.includes(':assumed-role/') ? 'role-session' : 'federated-user', arn: text }
  const iam = IAM_ARN.exec(text)
  if (iam === null) return null
  const [, accountId, kind, name] = iam
  if (kind === 'root') return name === undefined ? { type: 'account', accountId: accountId as string } : null
  return name === undefined ? null : { type: kind as 'user' | 'role', arn: text }
}

function problemOf(type: string, principal: LocatedText): string {
  if (type !== 'CanonicalUser' && /[*?]/.test(principal.text)) return 'Wildcards are not allowed in a principal, only "*" alone'
  if (type === 'Service') return 'A service is written name.amazonaws.com'
  if (type === 'AWS') return 'An account id, or the ARN of a root, user, role or session is expected here'
  return 'This principal is not supported'
}
