import { ServiceError } from '../../shared/errors.ts'
import { findOperation } from '../../shared/operations/catalog.ts'
import type { Shape } from '../../shared/shape/shape.ts'

export const QUERY_CONTENT_TYPE = 'application/x-www-form-urlencoded'
export const QUERY_ANSWER_TYPE = 'text/xml'

const STS_VERSION = '2011-06-15'
const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'
const MAX_PARAMETERS = 1_000

/** Codes that the query protocol of STS spells in its own way, with its status. */
const QUERY_ERRORS: Readonly<Record<string, { readonly code: string; readonly statusCode: number }>> = {
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', statusCode: 403 },
  UnrecognizedClientException: { code: 'InvalidClientTokenId', statusCode: 403 },
  InvalidSignatureException: { code: 'SignatureDoesNotMatch', statusCode: 403 },
  IncompleteSignatureException: { code: 'IncompleteSignature', statusCode: 400 },
  ExpiredTokenException: { code: 'ExpiredToken', statusCode: 403 },
  AccessDeniedException: { code: 'AccessDenied', statusCode: 403 },
  ValidationException: { code: 'ValidationError', statusCode: 400 },
  MalformedPolicyDocumentException: { code: 'MalformedPolicyDocument', statusCode: 400 },
  SerializationException: { code: 'MalformedInput', statusCode: 400 },
  UnknownOperationException: { code: 'InvalidAction', statusCode: 400 },
  InternalServiceError: { code: 'InternalFailure', statusCode: 500 },
}

export interface QueryRequest {
  readonly action: string
  readonly version: string
  /** The parameters except Action and Version, names as sent. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Parses a form-encoded body of the AWS query protocol. Throws `MalformedInput` for a repeated parameter or over 1,000 of them.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html
 */
export function parseQuery(text: string): QueryRequest {
  let count = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) count++
  if (count > MAX_PARAMETERS) throw new ServiceError('MalformedInput', `The request has more than ${MAX_PARAMETERS} parameters.`)
  const parameters: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in parameters) throw new ServiceError('MalformedInput', 'The request has the same parameter twice.')
    parameters[name] = value
  }
  const { Action: action = '', Version: version = '', ...rest } = parameters
  return { action, version, parameters: rest }
}

/** The operation key of an STS call, or the error that AWS gives for another version. */
export function stsOperation(query: QueryRequest): string {
  if (query.version !== STS_VERSION) throw unknownAction(query)
  return `sts:${query.action}`
}

export function unknownAction(query: QueryRequest): ServiceError {
  const isWord = /^\w{1,128}$/.test(query.action)
  return new ServiceError('UnknownOperationException', `Could not find operation ${isWord ? query.action : ''} for version ${STS_VERSION}`)
}

/** `<{Action}Response>` around the output's members, in their order. */
export function querySuccessBody(action: string, output: unknown, requestId: string): string {
  const shape = findOperation(`sts:${action}`)?.output ?? null
  return (
    `<${action}Response xmlns="${STS_NAMESPACE}"><${action}Result>${shape === null ? '' : xmlValue(shape, output)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  )
}

/** The status and body of an error in the query protocol. */
export function queryError(error: ServiceError, requestId: string): { readonly statusCode: number; readonly body: string } {
  const { code, statusCode } = QUERY_ERRORS[error.code] ?? error
  const type = error.fault === 'client' ? 'Sender' : 'Receiver'
  return {
    statusCode,
    body:
      `<ErrorResponse xmlns="${STS_NAMESPACE}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }
}

/** A value in wire form as XML: times as ISO 8601, lists as `<member>` elements, members in the order that the handler gave them. */
function xmlValue(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return Object.entries(value as Record<string, unknown>)
        .map(([name, given]) => {
          const member = shape.members[name]
          return `<${name}>${xmlValue(member.kind === 'required' ? member.shape : member, given)}</${name}>`
        })
        .join('')
    case 'list':
      return (value as readonly unknown[]).map((item) => `<member>${xmlValue(shape.element, item)}</member>`).join('')
    case 'timestamp':
      return `${new Date((value as number) * 1000).toISOString().slice(0, 19)}Z`
    default:
      return escapeXml(String(value))
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
