import { ServiceError } from '../../../shared/errors.ts'
import type { AccessRequest } from '../access/access-request.ts'
import { readAttachedPolicy } from '../access/attached-policy.ts'
import { decide } from '../access/decide.ts'
import { principalsExist } from '../access/principal-exists.ts'
import type { CallContext } from '../context.ts'
import { findBroadStatements } from '../policy/broad-access.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'

/**
 * Reads the text of a secret's policy.
 * @throws ServiceError MalformedPolicyDocumentException in AWS's words, for the grammar and for the principals
 */
export function readResourcePolicy(context: CallContext, text: string): PolicyDocument {
  const read = readAttachedPolicy(text, 'resource')
  if (read.document !== null && principalsExist(context.vault, read.document)) return read.document
  const isSyntax = read.document === null && read.fault === 'syntax'
  throw new ServiceError(
    'MalformedPolicyDocumentException',
    isSyntax ? 'This policy has invalid syntax.' : 'This resource policy contains an unsupported principal.',
  )
}

/** Whether a policy lets in anybody at all, as BlockPublicPolicy means it. */
export function isBroad(document: PolicyDocument): boolean {
  return findBroadStatements(document).length > 0
}

/** Whether the caller could not change the policy again once it is in place. The account's root always can. */
export function locksOut(context: CallContext, put: AccessRequest, policy: string): boolean {
  const { principal } = context.caller
  if (principal.type === 'root' && principal.accountId === put.resourceAccountId) return false
  return !decide(context.vault, context.caller, { ...put, resourcePolicy: policy }, context.nowMs).allowed
}

export const LOCKED_OUT = 'This resource policy would not allow you to change it again: it has to leave you secretsmanager:PutResourcePolicy.'
export const TOO_BROAD = "You can't attach a resource-based policy that allows broad access to the secret."
