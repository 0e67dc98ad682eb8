import type { IncomingMessage } from 'node:http'
import { JSON_CONTENT_TYPE } from './aws-json.ts'
import { QUERY_CONTENT_TYPE } from './aws-query.ts'
import { scanHeaders } from './request-headers.ts'

/** AWS JSON 1.1 (Secrets Manager, KMS) or the AWS query protocol (STS). */
export type Protocol = 'json' | 'query'

/** A request whose outside is in order, or why it is refused without a look at its body. */
export type Admission =
  | { readonly refusedWith: null; readonly headers: ReadonlyMap<string, string>; readonly protocol: Protocol }
  | { readonly refusedWith: number; readonly reason: string }

/**
 * Looks at everything about a request that comes before its body and its signature: where it came from, method, path, type.
 * Browser pages, proxies and programs that mean another server are turned away here.
 */
export function admitRequest(request: IncomingMessage, allowedHosts: readonly string[]): Admission {
  const { method, url: path } = request
  const scan = scanHeaders(request.rawHeaders, allowedHosts)
  if (scan.refusedWith !== null) return scan
  if (method === 'OPTIONS') return { refusedWith: 403, reason: 'preflight' }
  if (request.httpVersion !== '1.1') return { refusedWith: 400, reason: 'HTTP version' }
  if (path === undefined || !path.startsWith('/')) return { refusedWith: 400, reason: 'absolute target' }
  const transferEncoding = scan.headers.get('transfer-encoding')
  if (transferEncoding !== undefined && transferEncoding.toLowerCase() !== 'chunked') return { refusedWith: 400, reason: 'transfer encoding' }
  if (method !== 'POST' || path !== '/') return { refusedWith: 404, reason: 'no such path' }
  const protocol = protocolOf(scan.headers.get('content-type'))
  if (protocol === null) return { refusedWith: 415, reason: 'content type' }
  return { refusedWith: null, headers: scan.headers, protocol }
}

function protocolOf(contentType: string | undefined): Protocol | null {
  if (contentType === JSON_CONTENT_TYPE) return 'json'
  if (contentType === undefined) return null
  const [mediaType = '', parameter, ...more] = contentType.toLowerCase().split(';')
  if (more.length > 0 || (parameter !== undefined && !/^\s*charset="?utf-8"?\s*$/.test(parameter))) return null
  const name = mediaType.trim()
  return name === JSON_CONTENT_TYPE ? 'json' : name === QUERY_CONTENT_TYPE ? 'query' : null
}
