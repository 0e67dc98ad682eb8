import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { expiredToken, invalidSignature, signatureMismatch, unrecognizedClient } from './auth-errors.ts'
import { canonicalRequest } from './canonical-request.ts'
import { canonicalTarget } from './canonical-target.ts'
import { type Authorization, parseAuthorization } from './parse-authorization.ts'
import { checkSkew, parseRequestTime, type RequestTime } from './request-time.ts'
import { SignedHeaderLists } from './signed-headers.ts'
import { deriveSigningKey, SigningKeyCache } from './signing-key.ts'
import { stringToSign } from './string-to-sign.ts'

const TERMINATOR = 'aws4_request'

/** A request as it came off the wire. Header names are lower-case, values have one character a byte. */
export interface SignedRequest {
  readonly method: string
  /** The request target: path, and query behind a `?`. */
  readonly path: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

/** What the caller of an access key id may prove: the secret, and for temporary keys the session token and its end. */
export interface AccessKeyRecord {
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiresAtMs?: number
}

export interface VerificationContext<K extends AccessKeyRecord> {
  readonly nowMs: number
  /** The service that the request is for, or null when it names none that is known: then any AWS service name passes. */
  readonly service: string | null
  readonly isRegion: (region: string) => boolean
  readonly findAccessKey: (accessKeyId: string) => K | null
}

export interface VerifiedRequest<K extends AccessKeyRecord> {
  readonly accessKeyId: string
  readonly accessKey: K
  readonly region: string
  readonly service: string
  /** 64 hex digits. */
  readonly signature: string
  /** When it was signed, epoch ms of a whole second. */
  readonly signedAtMs: number
}

/** Verifies requests signed with AWS Signature Version 4. Owns what is remembered between requests: keys and header lists. */
export class SignatureVerifier {
  readonly #signingKeys = new SigningKeyCache()
  readonly #signedHeaderLists = new SignedHeaderLists()
  /** Stands in for the secret of an unknown key, so that the work done is the same. */
  readonly #noSecret = randomBytes(30).toString('base64')

  /**
   * Who signed `request`, and for which region.
   *
   * Throws ServiceError with AWS's codes and texts. An unknown access key id and a wrong signature give the same error after
   * the same work: nothing tells a caller without a valid key which key ids exist.
   */
  verify<K extends AccessKeyRecord>(request: SignedRequest, context: VerificationContext<K>): VerifiedRequest<K> {
    const { headers } = request
    const amzDate = headers.get('x-amz-date')
    const httpDate = headers.get('date')
    const authorization = parseAuthorization(headers.get('authorization'), amzDate !== undefined || httpDate !== undefined)
    const time = parseRequestTime(amzDate, httpDate)
    checkSkew(time, context.nowMs)
    const signedNames = this.#requiredHeaders(authorization.signedHeaders, headers, amzDate === undefined)
    checkScope(authorization, time, context)
    const accessKey = context.findAccessKey(authorization.accessKeyId)
    const isGenuine = this.#signatureMatches(request, authorization, time, signedNames, accessKey?.secretAccessKey)
    if (accessKey === null || !isGenuine) throw signatureMismatch()
    checkSession(accessKey, headers.get('x-amz-security-token'), context.nowMs)
    return { accessKeyId: authorization.accessKeyId, accessKey, region: authorization.region, service: authorization.service, signature: authorization.signature, signedAtMs: time.atMs }
  }

  /** The signed names: `host`, the date and every `x-amz-*` header of the request must be among them. */
  #requiredHeaders(list: string, headers: ReadonlyMap<string, string>, isDatedByHttp: boolean): readonly string[] {
    const names = this.#signedHeaderLists.parse(list)
    if (names === null) throw signatureMismatch()
    if (!names.includes('host')) throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    if (isDatedByHttp && !names.includes('date')) throw signatureMismatch()
    for (const name of headers.keys()) {
      if (name.startsWith('x-amz-') && !names.includes(name)) throw signatureMismatch()
    }
    return names
  }

  #signatureMatches(
    request: SignedRequest,
    authorization: Authorization,
    time: RequestTime,
    signedHeaderNames: readonly string[],
    secretAccessKey: string | undefined,
  ): boolean {
    const bodyHash = hash('sha256', request.body, 'hex')
    const declaredHash = request.headers.get('x-amz-content-sha256')
    if (declaredHash !== undefined && declaredHash !== bodyHash) return false
    const canonical = canonicalRequest({
      method: request.method,
      ...canonicalTarget(request.path),
      headers: request.headers,
      signedHeaderNames,
      signedHeaders: authorization.signedHeaders,
      bodyHash,
    })
    if (canonical === null) return false
    const scope = `${authorization.date}/${authorization.region}/${authorization.service}/${TERMINATOR}`
    const remembered = secretAccessKey === undefined ? null : this.#signingKeys.find(authorization.credential, secretAccessKey)
    const signingKey = remembered ?? deriveSigningKey(secretAccessKey ?? this.#noSecret, authorization)
    const expected = signingKey.sign(stringToSign(time.text, scope, canonical))
    const isGenuine = equalsInConstantTime(expected, authorization.signature) && secretAccessKey !== undefined
    // Every wrong signature costs one derivation, whether the key id is unknown, known, or in use by a client right now.
    if (!isGenuine && remembered !== null) deriveSigningKey(this.#noSecret, authorization)
    if (isGenuine && remembered === null) this.#signingKeys.keep(authorization.credential, secretAccessKey, signingKey)
    return isGenuine
  }
}

function checkScope(authorization: Authorization, time: RequestTime, context: VerificationContext<AccessKeyRecord>): void {
  const { date, region, service, terminator } = authorization
  const requestDate = time.text.slice(0, 8)
  let text = ''
  if (!context.isRegion(region)) text += `Credential should be scoped to a valid Region, not '${region}'. `
  if (context.service !== null && service !== context.service) text += `Credential should be scoped to correct service: '${context.service}'. `
  if (terminator !== TERMINATOR) text += `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.${date === requestDate ? '' : ' '}`
  if (date !== requestDate) {
    text += `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${requestDate}', from '${time.text}'.`
  }
  if (text !== '') throw invalidSignature(text)
}

function checkSession(accessKey: AccessKeyRecord, sessionToken: string | undefined, nowMs: number): void {
  if (accessKey.sessionToken === undefined) {
    if (sessionToken !== undefined) throw unrecognizedClient()
  } else if (sessionToken === undefined || !equalsInConstantTime(accessKey.sessionToken, sessionToken)) {
    throw unrecognizedClient()
  }
  if (accessKey.expiresAtMs !== undefined && nowMs >= accessKey.expiresAtMs) throw expiredToken()
}

/** Compares without telling where two texts differ; that their lengths differ is no secret (a signature has 64 digits). */
function equalsInConstantTime(expected: string, given: string): boolean {
  const expectedBytes = Buffer.from(expected, 'utf8')
  const givenBytes = Buffer.from(given, 'utf8')
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes)
}
