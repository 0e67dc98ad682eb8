import { ServiceError } from '../../../shared/errors.ts'
import { problemsOfPolicy } from '../access/policy-text.ts'

/** Refuses an identity policy that does not follow the grammar, and says where. */
export function checkIdentityPolicy(document: string): void {
  const problems = problemsOfPolicy(document, 'identity')
  if (problems.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `This policy has invalid syntax. ${problems.join(' ')}`)
}
