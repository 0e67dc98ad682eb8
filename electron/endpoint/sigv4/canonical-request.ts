/** What a signature covers. Header names are lower-case; the values of a repeated header are joined with `,`. */
export interface CanonicalParts {
  readonly method: string
  /** In canonical form, and so the query. */
  readonly path: string
  readonly query: string
  readonly headers: ReadonlyMap<string, string>
  /** In the order of the `SignedHeaders` part. */
  readonly signedHeaderNames: readonly string[]
  /** The `SignedHeaders` part as sent. */
  readonly signedHeaders: string
  /** Hex SHA-256 of the raw body. */
  readonly bodyHash: string
}

/**
 * The canonical request of Signature Version 4, as text whose characters are the bytes on the wire (latin-1).
 * Null when a signed header is not in the request: nothing could have been signed then.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request
 */
export function canonicalRequest(parts: CanonicalParts): string | null {
  let text = `${parts.method}\n${parts.path}\n${parts.query}\n`
  for (const name of parts.signedHeaderNames) {
    const value = parts.headers.get(name)
    if (value === undefined) return null
    text += `${name}:${canonicalValue(value)}\n`
  }
  return `${text}\n${parts.signedHeaders}\n${parts.bodyHash}`
}

/** Blanks at the ends go, runs of blanks inside become one space. */
function canonicalValue(value: string): string {
  if (!value.includes('  ') && !value.includes('\t') && !value.startsWith(' ') && !value.endsWith(' ')) return value
  return value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')
}
