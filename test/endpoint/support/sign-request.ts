import { createHash, createHmac } from 'node:crypto'

/** What a signer needs to know; times are epoch ms. */
export interface SigningInput {
  readonly host: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly region: string
  readonly service: string
  readonly target?: string
  readonly contentType?: string
  readonly body: string | Uint8Array
  readonly atMs: number
  /** Further headers to sign. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Headers of a request signed with Signature Version 4: a second implementation, straight from AWS's page and without caches, to
 * hold the endpoint's against. Names are lower-case.
 */
export function signRequest(input: SigningInput): Record<string, string> {
  const timestamp = `${new Date(input.atMs).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
  const date = timestamp.slice(0, 8)
  const headers: Record<string, string> = {
    'content-type': input.contentType ?? 'application/x-amz-json-1.1',
    host: input.host,
    'x-amz-date': timestamp,
    ...(input.target === undefined ? {} : { 'x-amz-target': input.target }),
    ...(input.sessionToken === undefined ? {} : { 'x-amz-security-token': input.sessionToken }),
    ...input.headers,
  }
  const names = Object.keys(headers).sort()
  const signedHeaders = names.join(';')
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}\n`).join('')
  const bodyHash = createHash('sha256').update(input.body).digest('hex')
  const canonical = ['POST', '/', '', canonicalHeaders, signedHeaders, bodyHash].join('\n')
  const scope = `${date}/${input.region}/${input.service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [date, input.region, input.service, 'aws4_request'].reduce(
    (previous: string | Buffer, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${input.secretAccessKey}`,
  )
  const signature = createHmac('sha256', key).update(toSign).digest('hex')
  return { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${input.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}` }
}
