/** The path and query of a request as a signature covers them. */
export interface CanonicalTarget {
  readonly path: string
  readonly query: string
}

const ROOT: CanonicalTarget = { path: '/', query: '' }

/**
 * The canonical path and query of a request target (one character a byte, as sent).
 *
 * The path loses `.`, `..` and empty segments, and what was sent is encoded once more, as every service but S3 does. Parameters are
 * decoded, encoded anew and sorted by name, then value.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request
 */
export function canonicalTarget(target: string): CanonicalTarget {
  // All that the endpoint serves.
  if (target === '/') return ROOT
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  return { path: canonicalPath(path), query: mark === -1 ? '' : canonicalQuery(target.slice(mark + 1)) }
}

function canonicalPath(path: string): string {
  const kept: string[] = []
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(encodeBytes(segment))
  }
  const last = segments.at(-1)
  const isFolder = kept.length > 0 && (last === '' || last === '.' || last === '..')
  return `/${kept.join('/')}${isFolder ? '/' : ''}`
}

function canonicalQuery(query: string): string {
  const parameters = query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const equals = parameter.indexOf('=')
      const name = equals === -1 ? parameter : parameter.slice(0, equals)
      return { name: encodeBytes(decodeBytes(name)), value: equals === -1 ? '' : encodeBytes(decodeBytes(parameter.slice(equals + 1))) }
    })
  parameters.sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value))
  return parameters.map(({ name, value }) => `${name}=${value}`).join('&')
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** RFC 3986: all bytes but the unreserved ones as `%XX`. */
function encodeBytes(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9._~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function decodeBytes(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
