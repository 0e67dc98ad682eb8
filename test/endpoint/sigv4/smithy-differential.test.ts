import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServiceError } from '../../../shared/errors.ts'
import { SignatureVerifier } from '../../../electron/endpoint/sigv4/verify.ts'

const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 0)
const verifier = new SignatureVerifier()

const service = fc.constantFrom('secretsmanager', 'kms', 'sts')
const region = fc.constantFrom('us-east-1', 'eu-west-1', 'us-gov-west-1')
const secret = fc.string({ minLength: 1, maxLength: 60 })
const headerName = fc.stringMatching(/^(x-amz-meta-|amz-sdk-|a-)[a-z0-9-]{0,12}$/)
const headerValue = fc.stringMatching(/^[ \t!-~]{0,40}$/)
const headers = fc.dictionary(headerName, headerValue, { maxKeys: 8 })
const body = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.json().map((text) => new TextEncoder().encode(text)))
const signedRequest = fc.record({ service, region, secret, headers, body, sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,80}$/), { nil: undefined }) })

interface Wire {
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** Signs as the JavaScript SDK does. */
async function signWithSmithy(plan: typeof signedRequest extends fc.Arbitrary<infer T> ? T : never): Promise<Wire> {
  const signer = new SignatureV4({
    credentials: { accessKeyId: 'AKID', secretAccessKey: plan.secret, ...(plan.sessionToken === undefined ? {} : { sessionToken: plan.sessionToken }) },
    region: plan.region,
    service: plan.service,
    sha256: Sha256,
  })
  const request = new HttpRequest({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 7345,
    path: '/',
    headers: { ...plan.headers, host: '127.0.0.1:7345', 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' },
    body: plan.body,
  })
  const signed = await signer.sign(request, { signingDate: new Date(NOW_MS) })
  return { headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])), body: plan.body }
}

function isAccepted(wire: Wire, plan: { readonly secret: string; readonly service: string; readonly sessionToken: string | undefined }): boolean {
  try {
    verifier.verify(
      { method: 'POST', path: '/', headers: new Map(Object.entries(wire.headers)), body: wire.body },
      {
        nowMs: NOW_MS,
        service: plan.service,
        isRegion: () => true,
        findAccessKey: (accessKeyId) =>
          accessKeyId === 'AKID' ? { secretAccessKey: plan.secret, ...(plan.sessionToken === undefined ? {} : { sessionToken: plan.sessionToken }) } : null,
      },
    )
    return true
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return false
  }
}

test('whatever the SDK signs is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(signedRequest, async (plan) => {
      expect(isAccepted(await signWithSmithy(plan), plan)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

/** Changes one thing that the signature covers; the two numbers choose where and how. */
const alterations: Readonly<Record<string, (wire: Wire, where: number, how: number) => Wire>> = {
  'a byte of the body': ({ headers, body }, where, how) => {
    if (body.length === 0) return { headers, body: Uint8Array.of(how) }
    const changed = Uint8Array.from(body)
    const at = where % changed.length
    changed[at] = (changed[at] as number) ^ (1 + (how % 255))
    return { headers, body: changed }
  },
  'the length of the body': ({ headers, body }, _where, how) => ({
    headers,
    body: body.length > 0 && how % 2 === 0 ? body.subarray(1) : Uint8Array.from([...body, how % 256]),
  }),
  'a character of a signed value': ({ headers, body }, where, how) => {
    const [name, value] = signedEntry(headers, where)
    const at = where % (value.length + 1)
    // A letter that is not there now: more than a change of blanks.
    const letter = String.fromCharCode(97 + (how % 26))
    const replaced = value[at] === letter ? 'Z' : letter
    return { headers: { ...headers, [name]: value.slice(0, at) + replaced + value.slice(at + 1) }, body }
  },
  'a signed header less': ({ headers, body }, where) => {
    const [name] = signedEntry(headers, where)
    const { [name]: _dropped, ...rest } = headers
    return { headers: rest, body }
  },
  'an x-amz header more': ({ headers, body }, where) => ({ headers: { ...headers, [`x-amz-more-${where}`]: 'x' }, body }),
  'a digit of the signature': ({ headers, body }, where, how) => {
    const authorization = headers['authorization'] as string
    const at = authorization.length - 1 - (where % 64)
    const digit = ((Number.parseInt(authorization[at] as string, 16) + 1 + (how % 15)) % 16).toString(16)
    return { headers: { ...headers, authorization: authorization.slice(0, at) + digit + authorization.slice(at + 1) }, body }
  },
  'the signed list': ({ headers, body }, where) => {
    const authorization = headers['authorization'] as string
    const names = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? []
    const fewer = names.filter((_, index) => index !== where % names.length)
    return { headers: { ...headers, authorization: authorization.replace(names.join(';'), fewer.join(';')) }, body }
  },
  'the scope': ({ headers, body }, where, how) => {
    const authorization = headers['authorization'] as string
    const credential = /Credential=([^,]*)/.exec(authorization)?.[1] ?? ''
    const parts = credential.split('/')
    const at = where % parts.length
    parts[at] = `${parts[at]}${how % 10}`
    return { headers: { ...headers, authorization: authorization.replace(credential, parts.join('/')) }, body }
  },
  'the date': ({ headers, body }, _where, how) => ({ headers: { ...headers, 'x-amz-date': `20260101T12000${1 + (how % 9)}Z` }, body }),
}

function signedEntry(headers: Readonly<Record<string, string>>, where: number): [string, string] {
  const names = /SignedHeaders=([^,]*)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? []
  const name = names[where % names.length] as string
  return [name, headers[name] as string]
}

test.each(Object.keys(alterations))('a change of %s is refused', async (kind) => {
  const alter = alterations[kind] as (wire: Wire, where: number, how: number) => Wire
  await fc.assert(
    fc.asyncProperty(signedRequest, fc.nat(10_000), fc.nat(10_000), async (plan, where, how) => {
      expect(isAccepted(alter(await signWithSmithy(plan), where, how), plan)).toBe(false)
    }),
    { numRuns: 400 },
  )
})
