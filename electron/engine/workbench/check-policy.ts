import { SESSION_POLICY_MAX_CHARACTERS } from '../../../shared/operations/sts.ts'
import { unknownPrincipals } from '../access/principal-exists.ts'
import type { CallHandler } from '../operation-handler.ts'
import { findBroadStatements } from '../policy/broad-access.ts'
import { describeStatement, describeWho } from '../policy/describe-statement.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import { INLINE_POLICY_MAX_CHARACTERS } from '../policy/policy-grammar.ts'
import { requireRoot } from './require-root.ts'

const ANY_HOLDER = 'whoever has it'

/** Says what is wrong with a policy text and where, or what its statements mean in words. For an editor, while one types. */
export const checkPolicy: CallHandler<'workbench:CheckPolicy'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, { PolicyDocument, Kind, Holder = ANY_HOLDER }) {
    const isIdentity = Kind === 'identity' || Kind === 'session'
    const maxCharacters = Kind === 'session' ? SESSION_POLICY_MAX_CHARACTERS : INLINE_POLICY_MAX_CHARACTERS.role
    const parsed = isIdentity ? parsePolicy(PolicyDocument, 'identity', { maxCharacters }) : parsePolicy(PolicyDocument, Kind)
    if (!parsed.ok) {
      const problems = parsed.problems.map((problem) => ({
        Path: problem.path,
        Message: problem.message,
        StartOffset: problem.startOffset,
        EndOffset: problem.endOffset,
        Line: problem.line,
        Column: problem.column,
      }))
      return { Problems: problems, Warnings: [], Statements: [] }
    }
    const broadStatements = findBroadStatements(parsed.document)
    const broad = broadStatements.map(({ sid, index }) => `Statement ${sid ?? index + 1} lets anybody in.`)
    const unknown = unknownPrincipals(context.vault, parsed.document).map((name) => `${name} is not there; a policy that names it is refused.`)
    return {
      Problems: [],
      Warnings: [...broad, ...unknown],
      Statements: parsed.document.statements.map((statement, at) => ({
        Sid: statement.sid,
        Effect: statement.effect,
        Who: describeWho(statement, Holder),
        Words: describeStatement(statement, Holder),
        Broad: broadStatements.some(({ index }) => index === at),
      })),
    }
  },
}
