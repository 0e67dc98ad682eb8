import { ServiceError } from '../../../shared/errors.ts'
import { unknownPrincipals } from '../access/principal-exists.ts'
import { documentOfPolicy, problemsOfPolicy } from '../access/policy-text.ts'
import type { CallContext } from '../context.ts'

/** Refuses a trust policy that does not follow the grammar, and says where. */
export function checkTrustPolicy(document: string): void {
  const problems = problemsOfPolicy(document, 'trust')
  if (problems.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `This policy has invalid syntax. ${problems.join(' ')}`)
}

/** Refuses a trust policy that names a user or role that is not there, as IAM does. */
export function checkTrustedPrincipals(context: CallContext, text: string): void {
  const document = documentOfPolicy(text, 'trust')
  const unknown = document === null ? [] : unknownPrincipals(context.vault, document)
  if (unknown.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${unknown[0] ?? ''}"`)
}
