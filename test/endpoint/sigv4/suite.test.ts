import { createHash, createHmac } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../../shared/errors.ts'
import { SignatureVerifier } from '../../../electron/endpoint/sigv4/verify.ts'
import { sendOnce } from '../support/signed-client.ts'
import { startTestEndpoint } from '../support/start-test-endpoint.ts'
import { SUITE_CASES, type SuiteCase } from './suite-cases.ts'

const ACCESS_KEY_ID = 'AKIDEXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const TIME = '20150830T123600Z'
const NOW_MS = Date.UTC(2015, 7, 30, 12, 36, 0)
const SCOPE = '20150830/us-east-1/service/aws4_request'
const HOST = 'example.amazonaws.com'

interface Wire {
  readonly method: string
  readonly target: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** The request as it comes off the wire: names in lower case, repeated headers joined. */
function wireOf(given: SuiteCase): Wire {
  const headers = new Map([['host', HOST], ['x-amz-date', TIME]])
  if (given.sessionToken !== undefined) headers.set('x-amz-security-token', given.sessionToken)
  for (const [name, value] of given.headers ?? []) {
    const before = headers.get(name.toLowerCase())
    headers.set(name.toLowerCase(), before === undefined ? value : `${before},${value.trim()}`)
  }
  return { method: given.method, target: given.target, headers, body: Buffer.from(given.body ?? '') }
}

/**
 * A signature made step by step from the page that specifies it, for a canonical path and query that were worked out apart: by the
 * URL class for the dots, by URLSearchParams for the parameters.
 */
function signatureOf(wire: Wire, names: readonly string[]): string {
  const [path = '', query = ''] = wire.target.split(/\?(.*)/s)
  const normalized = new URL(`http://h${path.replace(/\/{2,}/g, '/').replaceAll('%', '%25').replaceAll(/[^ -~]|[ ]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)}`).pathname
  const parameters = [...new URLSearchParams(Buffer.from(query, 'latin1').toString('utf8'))]
    .map((pair) => pair.map(encodeURIComponent))
    // A blank sorts before all that a name may hold: so a name comes before those that it begins.
    .sort((left, right) => (left.join(' ') < right.join(' ') ? -1 : 1))
    .map((pair) => pair.join('='))
  const headerLines = names.map((name) => `${name}:${(wire.headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}\n`).join('')
  const canonical = [wire.method, normalized, parameters.join('&'), headerLines, names.join(';'), createHash('sha256').update(wire.body).digest('hex')].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', TIME, SCOPE, createHash('sha256').update(Buffer.from(canonical, 'latin1')).digest('hex')].join('\n')
  const key = SCOPE.split('/').reduce((previous: string | Buffer, part) => createHmac('sha256', previous).update(part).digest(), `AWS4${SECRET}`)
  return createHmac('sha256', key).update(toSign).digest('hex')
}

function authorization(names: readonly string[], signature: string, scope = SCOPE): string {
  return `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY_ID}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
}

const signedNames = (wire: Wire): string[] => [...wire.headers.keys()].sort()

function outcome(wire: Wire, header: string, sessionToken: string | undefined): string {
  try {
    new SignatureVerifier().verify(
      { method: wire.method, path: wire.target, headers: new Map([...wire.headers, ['authorization', header]]), body: wire.body },
      {
        nowMs: NOW_MS,
        service: null,
        isRegion: (region) => region === 'us-east-1',
        findAccessKey: (id) => (id === ACCESS_KEY_ID ? { secretAccessKey: SECRET, ...(sessionToken === undefined ? {} : { sessionToken }) } : null),
      },
    )
    return 'accepted'
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return error.code
  }
}

/** The SDK's own signer; it takes decoded parameters and joins no repeated headers. */
async function signWithSdk(given: SuiteCase): Promise<string> {
  const wire = wireOf(given)
  const [path = '', query = ''] = wire.target.split(/\?(.*)/s)
  const parameters: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(Buffer.from(query, 'latin1').toString('utf8'))) (parameters[name] ??= []).push(value)
  const { 'x-amz-date': _date, 'x-amz-security-token': _token, ...headers } = Object.fromEntries(wire.headers)
  const signer = new SignatureV4({
    credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET, ...(given.sessionToken === undefined ? {} : { sessionToken: given.sessionToken }) },
    region: 'us-east-1',
    service: 'service',
    sha256: Sha256,
    applyChecksum: false,
  })
  const request = new HttpRequest({ method: given.method, protocol: 'http:', hostname: HOST, path: Buffer.from(path, 'latin1').toString('utf8'), query: parameters, headers, body: given.body ?? '' })
  return (await signer.sign(request, { signingDate: new Date(NOW_MS) })).headers['authorization'] ?? ''
}

const names = Object.keys(SUITE_CASES)

test('the suite has its 38 cases', () => {
  expect(names.length).toBe(38)
})

describe.each(names)('%s', (name) => {
  const given = SUITE_CASES[name] as SuiteCase
  const wire = wireOf(given)
  const signed = signedNames(wire)

  test('has the published signature, and is accepted', () => {
    const signature = signatureOf(wire, signed)
    if (given.signature !== undefined) expect(signature).toBe(given.signature)
    expect(outcome(wire, authorization(signed, signature), given.sessionToken)).toBe('accepted')
  })

  test('is accepted as the SDK signs it', async () => {
    expect(outcome(wire, await signWithSdk(given), given.sessionToken)).toBe('accepted')
  })

  test('is refused when any part is altered', () => {
    const signature = signatureOf(wire, signed)
    const header = authorization(signed, signature)
    const altered: Record<string, string> = {}
    const refuse = (what: string, changed: Wire, changedHeader = header): void => {
      altered[what] = outcome(changed, changedHeader, given.sessionToken)
    }
    for (const method of ['GET', 'POST', 'PUT', 'get', '']) if (method !== given.method) refuse(`method ${method}`, { ...wire, method })
    const slash = given.target.indexOf('?') === -1 ? given.target.length : given.target.indexOf('?')
    refuse('path', { ...wire, target: `${given.target.slice(0, slash)}x${given.target.slice(slash)}` })
    refuse('query', { ...wire, target: `${given.target}${slash === given.target.length ? '?' : '&'}y=1` })
    if (/[?&][^&]+=/.test(given.target)) refuse('query value', { ...wire, target: `${given.target}x` })
    refuse('body', { ...wire, body: Buffer.concat([wire.body, Buffer.from(' ')]) })
    for (const [headerName, value] of wire.headers) {
      const without = new Map(wire.headers)
      without.delete(headerName)
      const withValue = (text: string): ReadonlyMap<string, string> => new Map([...wire.headers, [headerName, text]])
      refuse(`${headerName} gone`, { ...wire, headers: without })
      refuse(`${headerName} longer`, { ...wire, headers: withValue(`${value}x`) })
      for (let at = 0; at < value.length; at++) {
        // Blanks may change into other blanks: they are not what is signed.
        if (value[at] === ' ' || value[at] === '\t') continue
        const other = value[at] === 'q' ? 'r' : 'q'
        refuse(`${headerName} character ${at}`, { ...wire, headers: withValue(value.slice(0, at) + other + value.slice(at + 1)) })
      }
      const renamed = new Map([...without, [`${headerName}x`, value]])
      refuse(`${headerName} renamed`, { ...wire, headers: renamed })
      const fewer = signed.filter((other) => other !== headerName)
      refuse(`${headerName} taken off the list`, wire, authorization(fewer, signature))
    }
    refuse('a header on the list that is not there', wire, authorization([...signed, 'zz'], signature))
    for (let at = 0; at < 64; at++) {
      const digit = signature[at] === '0' ? '1' : '0'
      refuse(`signature digit ${at}`, wire, authorization(signed, signature.slice(0, at) + digit + signature.slice(at + 1)))
    }
    for (const [at, part] of SCOPE.split('/').entries()) {
      refuse(`scope ${part}`, wire, authorization(signed, signature, SCOPE.split('/').with(at, `${part}1`).join('/')))
    }
    refuse('key id', wire, header.replace(ACCESS_KEY_ID, 'AKIDEXAMPLF'))
    refuse('algorithm', wire, header.replace('SHA256', 'SHA512'))
    expect(Object.entries(altered).filter(([, code]) => code === 'accepted')).toEqual([])
    expect(Object.keys(altered).length).toBeGreaterThan(100)
  })
})

describe('what the suite has and this endpoint refuses', () => {
  test('get-header-value-multiline: a folded header ends the connection with 400', async () => {
    const endpoint = await startTestEndpoint()
    const answer = await sendOnce(endpoint.port, `POST / HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\nMy-Header1: value1\r\n  value2\r\n     value3\r\nX-Amz-Date: ${TIME}\r\n\r\n`)
    expect({ status: answer.statusCode, body: answer.body, connection: answer.headers['connection'] }).toEqual({ status: 400, body: '', connection: 'close' })
    await endpoint.close()
  })

  test('post-sts-header-after: a session token that is not signed', () => {
    const { sessionToken } = SUITE_CASES['post-sts-token/post-sts-header-before'] as SuiteCase
    const wire = wireOf({ method: 'POST', target: '/', ...(sessionToken === undefined ? {} : { sessionToken }) })
    const signature = '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'
    expect(outcome(wire, authorization(['host', 'x-amz-date'], signature), sessionToken)).toBe('InvalidSignatureException')
  })
})
