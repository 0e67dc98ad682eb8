export const MAX_HEADERS = 64

/** The headers of a request, or the status that refuses it before anything else is looked at. */
export type HeaderScan =
  | { readonly refusedWith: null; readonly headers: ReadonlyMap<string, string> }
  | { readonly refusedWith: 400 | 403 | 431; readonly reason: string }

type Treatment =
  /** Part of the request. A second one is joined to the first with a comma, as HTTP and SigV4 have it. */
  | 'plain'
  /** Part of the request; a second one is refused, since two readers could differ on which counts. */
  | 'single'
  | 'host'
  /** Only a browser sends it. */
  | 'browser'
  /** A proxy, a tunnel or a protocol switch: the request did not come straight from a client on this machine. */
  | 'indirect'

interface KnownHeader {
  readonly name: string
  readonly treatment: Treatment
}

const SINGLE = new Set([
  'authorization', 'content-length', 'content-type', 'date', 'transfer-encoding', 'user-agent', 'x-amz-content-sha256', 'x-amz-date',
  'x-amz-security-token', 'x-amz-target',
])
const BROWSER = new Set(['origin', 'referer', 'cookie', 'access-control-request-method', 'access-control-request-headers', 'access-control-request-private-network'])
const INDIRECT = new Set(['forwarded', 'via', 'upgrade', 'expect', 'content-encoding', 'trailer', 'http2-settings', 'x-real-ip'])

const MAX_REMEMBERED_NAMES = 256
const MAX_REMEMBERED_CHARACTERS = 64
const remembered = new Map<string, KnownHeader>()

/**
 * Reads the raw header list of Node (`[name, value, name, value, …]`) once.
 * `allowedHosts` are the spellings of our own address; anything else, none or two is refused: a page that points its own name at
 * this machine sends that name.
 */
export function scanHeaders(rawHeaders: readonly string[], allowedHosts: readonly string[]): HeaderScan {
  if (rawHeaders.length > MAX_HEADERS * 2) return { refusedWith: 431, reason: 'too many headers' }
  const headers = new Map<string, string>()
  let refusal: HeaderScan | null = null
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const { name, treatment } = knownHeader(rawHeaders[index] as string)
    const value = rawHeaders[index + 1] as string
    const before = headers.get(name)
    switch (treatment) {
      case 'plain':
        headers.set(name, before === undefined ? value : `${before},${value.trim()}`)
        break
      case 'single':
        if (before !== undefined) refusal ??= { refusedWith: 400, reason: 'repeated header' }
        headers.set(name, value)
        break
      case 'host':
        if (before !== undefined || !allowedHosts.includes(value)) return { refusedWith: 403, reason: 'wrong host' }
        headers.set(name, value)
        break
      case 'browser':
        return { refusedWith: 403, reason: 'browser header' }
      case 'indirect':
        refusal ??= { refusedWith: 400, reason: 'forwarding header' }
        break
    }
  }
  if (!headers.has('host')) return { refusedWith: 403, reason: 'no host' }
  return refusal ?? { refusedWith: null, headers }
}

/** Clients send the same few names with every request; those are remembered in lower case. */
function knownHeader(rawName: string): KnownHeader {
  const known = remembered.get(rawName)
  if (known !== undefined) return known
  const name = rawName.toLowerCase()
  const header: KnownHeader = { name, treatment: treatmentOf(name) }
  if (remembered.size < MAX_REMEMBERED_NAMES && rawName.length <= MAX_REMEMBERED_CHARACTERS) remembered.set(rawName, header)
  return header
}

function treatmentOf(name: string): Treatment {
  if (name === 'host') return 'host'
  if (SINGLE.has(name)) return 'single'
  // Node's own fetch sends `sec-fetch-mode: cors`; a browser never sends it without sec-fetch-site beside it.
  if (BROWSER.has(name) || (name.startsWith('sec-fetch-') && name !== 'sec-fetch-mode')) return 'browser'
  if (INDIRECT.has(name) || name.startsWith('x-forwarded-') || name.startsWith('proxy-')) return 'indirect'
  return 'plain'
}
