import { ServiceError } from '../../../shared/errors.ts'
import type { InlinePolicy } from '../access/access-record.ts'
import { INLINE_POLICY_MAX_CHARACTERS } from '../policy/policy-grammar.ts'

/** Who has inline policies: a kind with its own limit, and a name for the texts. */
interface PolicyHolder {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
  readonly policies: readonly InlinePolicy[]
}

/**
 * The policies with one added or replaced. All inline policies of a holder count together, white space left out.
 * @throws ServiceError LimitExceeded
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policiesWith({ kind, name, policies }: PolicyHolder, policy: InlinePolicy): readonly InlinePolicy[] {
  const changed = [...policies.filter((other) => other.name !== policy.name), policy]
  const characters = changed.reduce((sum, { document }) => sum + document.replace(/\s+/g, '').length, 0)
  const limit = INLINE_POLICY_MAX_CHARACTERS[kind]
  if (characters > limit) throw new ServiceError('LimitExceeded', `Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`)
  return changed
}

/** The policies without one. @throws ServiceError NoSuchEntity */
export function policiesWithout(holder: PolicyHolder, policyName: string): readonly InlinePolicy[] {
  const policy = policyNamed(holder, policyName)
  return holder.policies.filter((other) => other !== policy)
}

/** @throws ServiceError NoSuchEntity */
export function policyNamed({ kind, policies }: PolicyHolder, policyName: string): InlinePolicy {
  const policy = policies.find((candidate) => candidate.name === policyName)
  if (policy === undefined) throw new ServiceError('NoSuchEntity', `The ${kind} policy with name ${policyName} cannot be found.`)
  return policy
}
