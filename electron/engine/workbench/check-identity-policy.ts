import { ServiceError } from '../../../shared/errors.ts'
import { problemsOfPolicy } from '../access/policy-text.ts'
import { INLINE_POLICY_MAX_CHARACTERS } from '../policy/policy-grammar.ts'

/** Refuses an identity policy that does not follow the grammar, and says where. Who has it has a limit of its own, see `policiesWith`. */
export function checkIdentityPolicy(document: string): void {
  const problems = problemsOfPolicy(document, 'identity', INLINE_POLICY_MAX_CHARACTERS.role)
  if (problems.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `This policy has invalid syntax. ${problems.join(' ')}`)
}
