import { incompleteSignature, missingAuthenticationToken } from './auth-errors.ts'

const ALGORITHM = 'AWS4-HMAC-SHA256'
const MAX_ECHO_CHARACTERS = 1_024

/** The parts of a SigV4 `Authorization` header, as sent. */
export interface Authorization {
  /** `{accessKeyId}/{date}/{region}/{service}/{terminator}` */
  readonly credential: string
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  /** Lower-case names joined with `;`. */
  readonly signedHeaders: string
  /** 64 hex digits when it is well-formed; not checked here. */
  readonly signature: string
}

/**
 * Parses the `Authorization` header of a request signed with AWS Signature Version 4.
 *
 * Parts may stand in any order, separated by commas with optional blanks.
 * `hasDate` tells whether the request carries `X-Amz-Date` or `Date`; AWS reports its absence together with absent parts.
 *
 * Throws `MissingAuthenticationTokenException` without an AWS header and `IncompleteSignatureException` for a malformed one.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function parseAuthorization(header: string | undefined, hasDate: boolean): Authorization {
  if (header === undefined || !header.startsWith('AWS4-')) throw missingAuthenticationToken()
  const blank = header.indexOf(' ')
  const algorithm = blank === -1 ? header : header.slice(0, blank)
  if (algorithm !== ALGORITHM) {
    throw incompleteSignature(`Unsupported AWS 'algorithm': '${shortened(algorithm)}' (only AWS4-HMAC-SHA256 for now). `)
  }
  let credential = ''
  let signedHeaders = ''
  let signature = ''
  const parts = blank === -1 ? [] : header.slice(blank + 1).split(',')
  for (const untrimmed of parts) {
    const part = untrimmed.trim()
    const equals = part.indexOf('=')
    if (equals === -1) {
      throw incompleteSignature(
        `'${shortened(part)}' not a valid key=value pair (missing equal-sign) in Authorization header: '${shortened(header)}'.`,
      )
    }
    const name = part.slice(0, equals)
    const value = part.slice(equals + 1)
    if (name === 'Credential') credential = value
    else if (name === 'SignedHeaders') signedHeaders = value
    else if (name === 'Signature') signature = value
  }
  if (credential === '' || signature === '' || signedHeaders === '' || !hasDate) {
    throw incompleteSignature(describeAbsentParts({ credential, signature, signedHeaders, hasDate, header }))
  }
  const scope = credential.split('/')
  const [accessKeyId, date, region, service, terminator] = scope
  if (
    scope.length !== 5 || accessKeyId === undefined || accessKeyId === '' || date === undefined || region === undefined ||
    service === undefined || terminator === undefined
  ) {
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${shortened(credential)}'`,
    )
  }
  return { credential, accessKeyId, date, region, service, terminator, signedHeaders, signature }
}

interface PartsFound {
  readonly credential: string
  readonly signature: string
  readonly signedHeaders: string
  readonly hasDate: boolean
  readonly header: string
}

function describeAbsentParts(found: PartsFound): string {
  let text = ''
  if (found.credential === '') text += "Authorization header requires 'Credential' parameter. "
  if (found.signature === '') text += "Authorization header requires 'Signature' parameter. "
  if (found.signedHeaders === '') text += "Authorization header requires 'SignedHeaders' parameter. "
  if (!found.hasDate) text += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
  return `${text}Authorization=${shortened(found.header)}`
}

function shortened(text: string): string {
  return text.length <= MAX_ECHO_CHARACTERS ? text : `${text.slice(0, MAX_ECHO_CHARACTERS)}...`
}
