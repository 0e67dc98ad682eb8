import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../../shared/errors.ts'
import { SignatureVerifier, type AccessKeyRecord, type SignedRequest } from '../../../electron/endpoint/sigv4/verify.ts'
import { signRequest, type SigningInput } from '../support/sign-request.ts'

const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 0)
const KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const MISMATCH =
  'InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const UNRECOGNIZED = 'UnrecognizedClientException: The security token included in the request is invalid.'

const INPUT: SigningInput = {
  host: '127.0.0.1:7345',
  accessKeyId: KEY_ID,
  secretAccessKey: SECRET,
  region: 'us-east-1',
  service: 'secretsmanager',
  target: 'secretsmanager.GetSecretValue',
  body: '{"SecretId":"app/db"}',
  atMs: NOW_MS,
}

interface Case {
  readonly signed?: Partial<SigningInput>
  /** Changes to the headers after signing; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly authorization?: (header: string) => string
  readonly body?: string
  readonly nowMs?: number
  readonly key?: AccessKeyRecord | null
  readonly service?: string | null
}

/** `accepted`, or the code and text of the refusal. */
function outcome(altered: Case): string {
  const input = { ...INPUT, ...altered.signed }
  const headers = new Map(Object.entries(signRequest(input)))
  for (const [name, value] of Object.entries(altered.headers ?? {})) {
    if (value === undefined) headers.delete(name)
    else headers.set(name, value)
  }
  const authorization = headers.get('authorization')
  if (authorization !== undefined && altered.authorization !== undefined) headers.set('authorization', altered.authorization(authorization))
  const key = altered.key === undefined ? { secretAccessKey: SECRET } : altered.key
  const request: SignedRequest = { method: 'POST', path: '/', headers, body: Buffer.from(altered.body ?? (input.body as string)) }
  return verify(request, altered, key, { accessKeyId: KEY_ID, accessKey: key, region: input.region, service: input.service })
}

function verify(request: SignedRequest, altered: Case, key: AccessKeyRecord | null, expected: unknown): string {
  try {
    const verified = new SignatureVerifier().verify(request, {
      nowMs: altered.nowMs ?? NOW_MS,
      service: altered.service === undefined ? 'secretsmanager' : altered.service,
      isRegion: (region) => region === 'us-east-1' || region === 'eu-west-1',
      findAccessKey: (accessKeyId) => (accessKeyId === KEY_ID ? key : null),
    })
    expect(verified).toMatchObject(expected as object)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    expect(error.statusCode).toBe(400)
    return `${error.code}: ${error.message}`
  }
}

describe('accepted', () => {
  const cases: Readonly<Record<string, Case>> = {
    'an untouched request': {},
    'another region of the vault': { signed: { region: 'eu-west-1' } },
    'an empty body': { signed: { body: '' } },
    'bytes beyond ASCII in the body': { signed: { body: '{"SecretId":"é€😀"}' } },
    'signed headers of every SDK': {
      signed: { headers: { 'amz-sdk-invocation-id': 'a', 'amz-sdk-request': 'attempt=1; max=3', 'x-amz-user-agent': 'aws-sdk-js/3', 'content-length': '21' } },
    },
    'blanks around and inside a signed value': { signed: { headers: { 'x-amz-meta': '  a   b  ' } }, headers: { 'x-amz-meta': ' a \t b' } },
    'header parts in another order': {
      authorization: (header) => {
        const [credential = '', signed = '', signature = ''] = header.slice('AWS4-HMAC-SHA256 '.length).split(', ')
        return `AWS4-HMAC-SHA256 ${signature},${credential},   ${signed}`
      },
    },
    'unsigned headers that are not AWS\'s': { headers: { 'user-agent': 'curl/8', accept: '*/*', 'x-amzn-trace-id': 'Root=1' } },
    'any service while none is known': { service: null },
    'a request signed 4:59 ago': { nowMs: NOW_MS + 299_000 },
    'a request signed 5:00 ago': { nowMs: NOW_MS + 300_000 },
    'a request signed 4:59 ahead': { nowMs: NOW_MS - 299_000 },
    'a temporary key with its token': {
      signed: { sessionToken: 'token-1' },
      key: { secretAccessKey: SECRET, sessionToken: 'token-1', expiresAtMs: NOW_MS + 1 },
    },
  }
  test.each(Object.keys(cases))('%s', (name) => {
    expect(outcome(cases[name] as Case)).toBe('accepted')
  })

  test('a request that tells its body hash', () => {
    const bodyHash = createHash('sha256').update(INPUT.body).digest('hex')
    expect(outcome({ signed: { headers: { 'x-amz-content-sha256': bodyHash } } })).toBe('accepted')
  })

  test('a request dated by a signed Date header', () => {
    const httpDate = new Date(NOW_MS).toUTCString()
    // Signed over `date` in place of `x-amz-date`: the time in the string to sign is the same.
    const signed = signWithDateHeader(httpDate)
    const outcomeOf = (headers: Record<string, string>): string => {
      const request = { method: 'POST', path: '/', headers: new Map(Object.entries(headers)), body: Buffer.from(INPUT.body) }
      const key = { secretAccessKey: SECRET }
      return verify(request, {}, key, { accessKeyId: KEY_ID, accessKey: key, region: 'us-east-1', service: 'secretsmanager' })
    }
    expect(outcomeOf(signed)).toBe('accepted')
    expect(outcomeOf({ ...signed, date: new Date(NOW_MS + 1_000).toUTCString() })).toBe(MISMATCH)
  })
})

describe('refused as a signature that does not match', () => {
  const replaceSignature = (replace: (hex: string) => string) => (header: string): string => header.replace(/[0-9a-f]{64}$/, replace)
  const flipped = (hex: string, at: number): string => hex.slice(0, at) + (hex[at] === '0' ? '1' : '0') + hex.slice(at + 1)
  const cases: Readonly<Record<string, Case>> = {
    'an altered body': { body: '{"SecretId":"app/dB"}' },
    'a body with a byte more': { body: `${INPUT.body} ` },
    'an altered host': { headers: { host: 'localhost:7345' } },
    'an altered target': { headers: { 'x-amz-target': 'secretsmanager.DeleteSecret' } },
    'an altered content type': { headers: { 'content-type': 'text/plain' } },
    'an altered second': { headers: { 'x-amz-date': '20260101T120001Z' } },
    'another secret': { signed: { secretAccessKey: 'other' } },
    'the first digit of the signature': { authorization: replaceSignature((hex) => flipped(hex, 0)) },
    'the last digit of the signature': { authorization: replaceSignature((hex) => flipped(hex, 63)) },
    'upper-case hex': { authorization: replaceSignature((hex) => hex.toUpperCase()) },
    'a signature cut short': { authorization: replaceSignature((hex) => hex.slice(0, 63)) },
    'a signature with a digit more': { authorization: replaceSignature((hex) => `${hex}0`) },
    'a signature that is no hex': { authorization: replaceSignature(() => 'é'.repeat(32)) },
    'another region of the vault than signed for': { authorization: (header) => header.replace('/us-east-1/', '/eu-west-1/') },
    'a header added to the signed list': { headers: { accept: '*/*' }, authorization: (header) => header.replace('SignedHeaders=', 'SignedHeaders=accept;') },
    'a signed header that is not there': { signed: { headers: { 'x-amz-meta': 'a' } }, headers: { 'x-amz-meta': undefined } },
    'a signed header with another value': { signed: { headers: { 'x-amz-meta': 'a' } }, headers: { 'x-amz-meta': 'b' } },
    'an unsigned x-amz header': { headers: { 'x-amz-meta': 'a' } },
    'an unsigned x-amz-security-token': { headers: { 'x-amz-security-token': 'a' }, key: { secretAccessKey: SECRET, sessionToken: 'a' } },
    'signed headers out of order': { authorization: (header) => header.replace('content-type;host;', 'host;content-type;') },
    'a signed header twice': { authorization: (header) => header.replace('content-type;host;', 'content-type;host;host;') },
    'a signed header in upper case': { authorization: (header) => header.replace('content-type;', 'Content-Type;') },
    'an empty name in the signed list': { authorization: (header) => header.replace('content-type;', ';content-type;') },
    'another body hash in x-amz-content-sha256': { signed: { headers: { 'x-amz-content-sha256': '0'.repeat(64) } } },
    'UNSIGNED-PAYLOAD': { signed: { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } } },
    'STREAMING': { signed: { headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } } },
    'an access key id that the vault lacks': { key: null },
  }
  test.each(Object.keys(cases))('%s', (name) => {
    expect(outcome(cases[name] as Case)).toBe(MISMATCH)
  })
})

describe('refused with a cause', () => {
  const scopeTail = '/20260101/us-east-1/secretsmanager/aws4_request'
  test.each<[string, Case, string]>([
    ['no Authorization header', { headers: { authorization: undefined } }, 'MissingAuthenticationTokenException: Missing Authentication Token'],
    ['another scheme', { authorization: () => 'Basic dXNlcjpwYXNz' }, 'MissingAuthenticationTokenException: Missing Authentication Token'],
    ['another algorithm', { authorization: (header) => header.replace('SHA256', 'SHA512') }, "IncompleteSignatureException: Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now). "],
    ['SigV4a', { authorization: (header) => header.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256') }, "IncompleteSignatureException: Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). "],
    ['a part without an equal sign', { authorization: () => 'AWS4-HMAC-SHA256 Credential, SignedHeaders=host' }, "IncompleteSignatureException: 'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 Credential, SignedHeaders=host'."],
    ['no parts and no date', { authorization: () => 'AWS4-HMAC-SHA256 a=b', headers: { 'x-amz-date': undefined } }, "IncompleteSignatureException: Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 a=b"],
    ['no signature', { authorization: () => `AWS4-HMAC-SHA256 Credential=${KEY_ID}${scopeTail}, SignedHeaders=host` }, `IncompleteSignatureException: Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 Credential=${KEY_ID}${scopeTail}, SignedHeaders=host`],
    ['a credential of four parts', { authorization: (header) => header.replace('/aws4_request', '') }, `IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${KEY_ID}/20260101/us-east-1/secretsmanager'`],
    ['a slash in the key id', { authorization: (header) => header.replace(KEY_ID, 'AKIA/X') }, `IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIA/X${scopeTail}'`],
    ['a date that is none', { headers: { 'x-amz-date': '20260231T120000Z' } }, "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '20260231T120000Z'. See http://en.wikipedia.org/wiki/ISO_8601"],
    ['an extended date', { headers: { 'x-amz-date': '2026-01-01T12:00:00Z' } }, "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '2026-01-01T12:00:00Z'. See http://en.wikipedia.org/wiki/ISO_8601"],
    ['5:01 ago', { nowMs: NOW_MS + 301_000 }, 'InvalidSignatureException: Signature expired: 20260101T120000Z is now earlier than 20260101T120001Z (20260101T120501Z - 5 min.)'],
    ['5:01 ahead', { nowMs: NOW_MS - 301_000 }, 'InvalidSignatureException: Signature not yet current: 20260101T120000Z is still later than 20260101T115959Z (20260101T115459Z + 5 min.)'],
    ['the host unsigned', { authorization: (header) => header.replace('host;', '') }, "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."],
    ['a region that the vault lacks', { signed: { region: 'mars-1' } }, "InvalidSignatureException: Credential should be scoped to a valid Region, not 'mars-1'. "],
    ['another service', { signed: { service: 's3' } }, "InvalidSignatureException: Credential should be scoped to correct service: 'secretsmanager'. "],
    ['another terminator', { authorization: (header) => header.replace('aws4_request', 'aws5_request') }, "InvalidSignatureException: Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."],
    ['another scope date', { authorization: (header) => header.replace('/20260101/', '/20260102/') }, "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260102' != '20260101', from '20260101T120000Z'."],
    ['a wrong region and service together', { signed: { region: 'mars-1', service: 's3' } }, "InvalidSignatureException: Credential should be scoped to a valid Region, not 'mars-1'. Credential should be scoped to correct service: 'secretsmanager'. "],
    ['a temporary key without its token', { key: { secretAccessKey: SECRET, sessionToken: 'token-1' } }, UNRECOGNIZED],
    ['a temporary key with another token', { signed: { sessionToken: 'token-2' }, key: { secretAccessKey: SECRET, sessionToken: 'token-1' } }, UNRECOGNIZED],
    ['a lasting key with a token', { signed: { sessionToken: 'token-1' } }, UNRECOGNIZED],
    ['a temporary key past its end', { signed: { sessionToken: 'token-1' }, key: { secretAccessKey: SECRET, sessionToken: 'token-1', expiresAtMs: NOW_MS } }, 'ExpiredTokenException: The security token included in the request is expired'],
    ['a wrong secret with a wrong token: the signature comes first', { signed: { secretAccessKey: 'other', sessionToken: 'token-2' }, key: { secretAccessKey: SECRET, sessionToken: 'token-1' } }, MISMATCH],
  ])('%s', (_name, altered, expected) => {
    expect(outcome(altered)).toBe(expected)
  })

  test('a header is not echoed beyond a kilobyte', () => {
    expect(outcome({ authorization: () => `AWS4-HMAC-SHA256 ${'x'.repeat(5_000)}` }).length).toBeLessThan(2_300)
  })
})

describe('what is remembered between requests', () => {
  test('a replaced secret is not honoured from memory', () => {
    const verifier = new SignatureVerifier()
    const verifyWith = (secretAccessKey: string): string => {
      const request = { method: 'POST', path: '/', headers: new Map(Object.entries(signRequest(INPUT))), body: Buffer.from(INPUT.body) }
      try {
        verifier.verify(request, { nowMs: NOW_MS, service: 'secretsmanager', isRegion: () => true, findAccessKey: () => ({ secretAccessKey }) })
        return 'accepted'
      } catch (error) {
        return ServiceError.from(error).code
      }
    }
    expect([verifyWith(SECRET), verifyWith('replaced'), verifyWith(SECRET)]).toEqual(['accepted', 'InvalidSignatureException', 'accepted'])
  })
})

function signWithDateHeader(httpDate: string): Record<string, string> {
  const scope = '20260101/us-east-1/secretsmanager/aws4_request'
  const canonical = ['POST', '/', '', `date:${httpDate}\n` + `host:${INPUT.host}\n` + `x-amz-target:${INPUT.target}\n`, 'date;host;x-amz-target', createHash('sha256').update(INPUT.body).digest('hex')].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', '20260101T120000Z', scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = ['20260101', 'us-east-1', 'secretsmanager', 'aws4_request'].reduce((previous: string | Buffer, part) => createHmac('sha256', previous).update(part).digest(), `AWS4${SECRET}`)
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  return {
    host: INPUT.host,
    date: httpDate,
    'x-amz-target': INPUT.target as string,
    authorization: `AWS4-HMAC-SHA256 Credential=${KEY_ID}/${scope}, SignedHeaders=date;host;x-amz-target, Signature=${signature}`,
  }
}
