import type { PolicyDocument, PolicyGrammar, PolicyStatement, PolicyVersion } from './policy-document.ts'
import { GRAMMAR_RULES } from './policy-grammar.ts'
import type { JsonNode } from './json-source.ts'
import { readJson } from './json-source.ts'
import { readMembers, readString } from './parse-element.ts'
import type { ParseScope } from './parse-element.ts'
import { parseStatement } from './parse-statement.ts'
import { createProblemList, pathTo } from './policy-problem.ts'
import type { PolicyProblem } from './policy-problem.ts'

export type PolicyParse =
  { readonly ok: true; readonly document: PolicyDocument } | { readonly ok: false; readonly problems: readonly PolicyProblem[] }

/**
 * Parses a policy text by AWS's grammar. All problems are told, each with its place, in the order of the text;
 * a syntax error or an oversize text is told alone. Never throws.
 * `maxCharacters` overrides the size limit of the grammar (inline policies have their own).
 * Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(text: string, grammar: PolicyGrammar, options: { maxCharacters?: number } = {}): PolicyParse {
  const list = createProblemList(text)
  const rules = GRAMMAR_RULES[grammar]
  const limit = options.maxCharacters ?? rules.maxCharacters
  const size = rules.countsWhitespace ? text.length : text.replace(/\s+/g, '').length
  if (size > limit) {
    list.add('', { start: 0, end: text.length }, `The policy is ${size} characters long; at most ${limit} are allowed`)
    return { ok: false, problems: list.problems }
  }
  const reading = readJson(text)
  if (!reading.ok) {
    list.add('', { start: reading.offset, end: Math.min(reading.offset + 1, text.length) }, reading.message)
    return { ok: false, problems: list.problems }
  }
  const document = parseDocument(reading.root, { list, rules, grammar, variables: false })
  if (list.problems.length === 0 && document !== null) return { ok: true, document }
  return { ok: false, problems: list.problems.toSorted((one, other) => one.startOffset - other.startOffset) }
}

function parseDocument(root: JsonNode, outer: ParseScope): PolicyDocument | null {
  const members = readMembers(outer, '', root, ['Version', 'Id', 'Statement'])
  if (members === null) return null
  const version = parseVersion(outer, members.get('Version'))
  const scope: ParseScope = { ...outer, variables: version === '2012-10-17' }
  const idNode = members.get('Id')
  const id = idNode === undefined ? undefined : readString(scope, 'Id', idNode)
  if (idNode !== undefined && !scope.rules.policyId) scope.list.add('Id', idNode, 'Id is not allowed in an identity policy')
  const statementNode = members.get('Statement')
  if (statementNode === undefined) {
    scope.list.add('', root, 'Statement is missing')
    return null
  }
  const statements = parseStatements(scope, statementNode)
  return { version, statements, ...(typeof id === 'string' ? { id } : {}) }
}

function parseVersion(scope: ParseScope, node: JsonNode | undefined): PolicyVersion {
  if (node === undefined) return '2008-10-17'
  const text = readString(scope, 'Version', node)
  if (text === '2012-10-17' || text === '2008-10-17') return text
  if (text !== null) scope.list.add('Version', node, 'Version must be "2012-10-17" or "2008-10-17"')
  return '2012-10-17'
}

function parseStatements(scope: ParseScope, node: JsonNode): PolicyStatement[] {
  if (node.kind === 'array' && node.items.length === 0) scope.list.add('Statement', node, 'Statement must hold at least one statement')
  const located =
    node.kind === 'array'
      ? node.items.map((item, index) => ({ item, path: pathTo('Statement', index) }))
      : [{ item: node, path: 'Statement' }]
  const statements: PolicyStatement[] = []
  const sids = new Set<string>()
  for (const { item, path } of located) {
    const statement = parseStatement(scope, path, item)
    if (statement === null) continue
    if (statement.sid !== undefined && statement.sid !== '') {
      if (sids.has(statement.sid)) scope.list.add(pathTo(path, 'Sid'), item, `The Sid ${JSON.stringify(statement.sid)} is used twice`)
      sids.add(statement.sid)
    }
    statements.push(statement)
  }
  return statements
}
