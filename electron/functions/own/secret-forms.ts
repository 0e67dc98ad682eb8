/** Members of a database secret's JSON that are no secrets. Source: user guide, "JSON structure of Secrets Manager secrets" */
const PUBLIC_KEY = /^(engine|host|port|dbname|username|ssl|dbClusterIdentifier|dbInstanceIdentifier|.*[aA]rn|.*Identifier)$/
/** Shorter values would blot out half of every text. */
const SHORTEST = 4
/** A line of a value with several lines is a secret of its own from this length on. */
const SHORTEST_LINE = 16

/** What must not be seen in a text. */
export interface SecretForms {
  /** Byte sequences, each form of each value once. */
  readonly patterns: readonly Buffer[]
  readonly longest: number
  /** Whether there are values too short to look for: lines that speak of a password are masked as a whole then. */
  readonly hasShort: boolean
}

/** All forms of values in which programs print them. A value that is a JSON object counts by its members too. */
export function formsOf(values: Iterable<string | Uint8Array>): SecretForms {
  const parts = new Set<string>()
  const patterns = new Map<string, Buffer>()
  const add = (bytes: Buffer): void => void patterns.set(bytes.toString('latin1'), bytes)
  let hasShort = false
  for (const value of values) {
    if (typeof value === 'string') {
      for (const part of partsOf(value)) parts.add(part)
      continue
    }
    const bytes = Buffer.from(value)
    if (bytes.length < SHORTEST) hasShort ||= bytes.length > 0
    else for (const form of [bytes, ...encodedForms(bytes).map((text) => Buffer.from(text))]) add(form)
    // Most binary values are text after all.
    const text = bytes.toString('utf8')
    if (!text.includes('\ufffd')) for (const part of partsOf(text)) parts.add(part)
  }
  for (const part of parts) {
    if ([...part].length < SHORTEST) hasShort ||= part !== ''
    else for (const form of textForms(part)) add(Buffer.from(form))
  }
  const usable = [...patterns.values()].filter((pattern) => pattern.length >= SHORTEST)
  return { patterns: usable, longest: Math.max(0, ...usable.map((pattern) => pattern.length)), hasShort }
}

/** The value, and the members of its JSON that are secrets. */
function partsOf(value: string): readonly string[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    return [value]
  }
  if (typeof parsed !== 'object' || parsed === null) return [value]
  const leaves: string[] = [value]
  const user = (parsed as Record<string, unknown>)['username']
  const collect = (node: unknown): void => {
    if (typeof node === 'string') {
      leaves.push(node)
      // As HTTP's basic authentication sends it.
      if (typeof user === 'string') leaves.push(`${user}:${node}`)
    } else if (typeof node === 'number') {
      if (String(node).length >= SHORTEST) leaves.push(String(node))
    } else if (Array.isArray(node)) node.forEach(collect)
    else if (typeof node === 'object' && node !== null) for (const [key, member] of Object.entries(node)) if (!PUBLIC_KEY.test(key)) collect(member)
  }
  collect(parsed)
  return leaves
}

function textForms(value: string): readonly string[] {
  const json = inner(JSON.stringify(value))
  const ascii = (text: string): string => text.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const url = encodeURIComponent(value.toWellFormed())
  const strictUrl = url.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const urls = [url, strictUrl, strictUrl.replaceAll('%2F', '/'), strictUrl.replaceAll('%20', '+'), url.replaceAll('%20', '+')]
  const lines = value.split(/\r\n|\n|\r/)
  return [
    value,
    // Lambda's runtimes print line breaks so.
    value.replaceAll('\n', '\r'),
    ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
    json,
    ascii(json),
    json.replaceAll('/', '\\/'),
    inner(JSON.stringify(json)),
    inner(JSON.stringify(ascii(json))),
    ...urls,
    ...urls.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    ...sqlForms(value),
    ...reprForms(value),
    ...htmlForms(value),
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    ...encodedForms(Buffer.from(value)),
  ]
}

function inner(quoted: string): string {
  return quoted.slice(1, -1)
}

function sqlForms(value: string): readonly string[] {
  const backslashed = value.replaceAll('\\', '\\\\')
  return [value.replaceAll("'", "''"), backslashed, backslashed.replaceAll("'", "\\'"), backslashed.replaceAll("'", "''"), backslashed.replaceAll(/['"]/g, '\\$&'), value.replaceAll('"', '""'), value.replaceAll(']', ']]'), value.replaceAll('%', '%%')]
}

/** Python's `repr` and Node's `util.inspect`: a backslash, a quote and what cannot be printed have an escape. */
function reprForms(value: string): readonly string[] {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    // eslint-disable-next-line no-control-regex -- these are the characters that cannot be printed
    .replaceAll(/[\u0000-\u001f\u007f-\u00a0\u00ad]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const bytes = [...Buffer.from(value)].map((byte) => (byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, '0')}` : byte === 0x5c ? '\\\\' : String.fromCharCode(byte))).join('')
  return [escaped, escaped.replaceAll("'", "\\'"), escaped.replaceAll('"', '\\"'), bytes, bytes.replaceAll("'", "\\'")]
}

function htmlForms(value: string): readonly string[] {
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [html, ...['&#39;', '&#x27;', '&apos;'].map((quote) => html.replaceAll('"', '&quot;').replaceAll("'", quote)), html.replaceAll('"', '&#34;').replaceAll("'", '&#39;')]
}

/** Base64 at each of its three alignments, so that a value inside a longer text is found too; hex in both cases. */
function encodedForms(bytes: Buffer): readonly string[] {
  const aligned = [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '')
    // The first and the last character may hold bits of a neighbour.
    const start = before === 0 ? 0 : before + 1
    const end = (before + bytes.length) % 3 === 0 ? whole.length : whole.length - 1
    return end - start < SHORTEST ? [] : [whole.slice(start, end)]
  })
  const hex = bytes.toString('hex')
  return [bytes.toString('base64'), ...aligned, ...aligned.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')), hex, hex.toUpperCase()]
}
