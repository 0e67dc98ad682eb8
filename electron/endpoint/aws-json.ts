import type { ServiceError } from '../../shared/errors.ts'

export const JSON_CONTENT_TYPE = 'application/x-amz-json-1.1'

/** Services that speak AWS JSON 1.1 here, by the prefix of `X-Amz-Target`; the value is also the SigV4 service name. */
const SERVICE_BY_TARGET_PREFIX = new Map([
  ['secretsmanager', 'secretsmanager'],
  ['TrentService', 'kms'],
])

/** Errors in the model of Secrets Manager, whose text member is `Message`. KMS and errors outside the models use `message`. */
const SECRETS_MANAGER_ERRORS = new Set([
  'DecryptionFailure', 'EncryptionFailure', 'InternalServiceError', 'InvalidNextTokenException', 'InvalidParameterException',
  'InvalidRequestException', 'LimitExceededException', 'MalformedPolicyDocumentException', 'PreconditionNotMetException',
  'PublicPolicyException', 'ResourceExistsException', 'ResourceNotFoundException',
])

export interface JsonTarget {
  readonly service: string
  /** `secretsmanager:GetSecretValue`; whether there is such an operation is not looked at here. */
  readonly operation: string
}

/** What `X-Amz-Target` names, or null when its prefix is no service of this endpoint. Case counts, as on AWS. */
export function parseTarget(target: string | undefined): JsonTarget | null {
  if (target === undefined) return null
  const known = remembered.get(target)
  if (known !== undefined) return known
  const dot = target.indexOf('.')
  const service = dot === -1 ? undefined : SERVICE_BY_TARGET_PREFIX.get(target.slice(0, dot))
  if (service === undefined) return null
  const parsed: JsonTarget = { service, operation: `${service}:${target.slice(dot + 1)}` }
  if (remembered.size < MAX_REMEMBERED_TARGETS && target.length <= MAX_REMEMBERED_CHARACTERS) remembered.set(target, parsed)
  return parsed
}

const MAX_REMEMBERED_TARGETS = 256
const MAX_REMEMBERED_CHARACTERS = 64
const remembered = new Map<string, JsonTarget>()

/** The body of a success: empty for operations without output, as AWS sends it. */
export function jsonSuccessBody(output: unknown): string {
  return output === undefined ? '' : JSON.stringify(output)
}

/**
 * The body of an error: `__type` is the bare code; the text is `Message` for errors of the Secrets Manager model and `message`
 * otherwise; an error without text has neither.
 */
export function jsonErrorBody(service: string | null, error: ServiceError): string {
  const code = service === 'kms' && error.code === 'InternalServiceError' ? 'KMSInternalException' : error.code
  if (error.message === '') return JSON.stringify({ __type: code })
  const textMember = service === 'secretsmanager' && SECRETS_MANAGER_ERRORS.has(code) ? 'Message' : 'message'
  return JSON.stringify({ __type: code, [textMember]: error.message })
}
