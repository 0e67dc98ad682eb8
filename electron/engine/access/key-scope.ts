import { findOperation } from '../../../shared/operations/catalog.ts'
import type { AccessKeyScope } from '../caller.ts'
import type { AccessRequest } from './access-request.ts'

/** Actions that are asked for by an operation of another name and change nothing. */
const FURTHER_READING_ACTIONS: ReadonlySet<string> = new Set(['kms:ReEncryptFrom', 'kms:ReEncryptTo'])
/** They are about no secret, or ask again for each one. */
const ACTIONS_WITHOUT_NAME: ReadonlySet<string> = new Set(['secretsmanager:GetRandomPassword', 'secretsmanager:BatchGetSecretValue'])

/**
 * Whether an access key's scope leaves room for a request; what the user's policies say to it comes after.
 *
 * A key with any limit cannot assume a role: the session would not have the limit. With a name prefix it uses KMS keys only
 * through Secrets Manager, and cannot list, since a list shows names of other secrets.
 */
export function isWithinScope(scope: AccessKeyScope, request: AccessRequest, nowMs: number): boolean {
  const { action } = request
  if (action.startsWith('sts:')) return false
  if (scope.expiresAtMs !== undefined && nowMs >= scope.expiresAtMs) return false
  if (scope.isReadOnly === true && !isReading(action) && !isThroughSecretsManager(request)) return false
  return scope.namePrefix === undefined || isUnderPrefix(scope.namePrefix, request)
}

function isReading(action: string): boolean {
  return findOperation(action)?.mutates === false || FURTHER_READING_ACTIONS.has(action)
}

function isUnderPrefix(prefix: string, request: AccessRequest): boolean {
  if (request.secretName !== undefined) return request.secretName.startsWith(prefix)
  return ACTIONS_WITHOUT_NAME.has(request.action) || isThroughSecretsManager(request)
}

/** A KMS action on behalf of a Secrets Manager operation, which was asked for itself. */
function isThroughSecretsManager({ action, context }: AccessRequest): boolean {
  if (!action.startsWith('kms:')) return false
  const service = context()['kms:ViaService']
  return typeof service === 'string' && service.startsWith('secretsmanager.')
}
