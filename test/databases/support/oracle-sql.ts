import { OracleError } from './oracle-answers.ts'

/** A piece of a statement: words in upper case, everything else as written. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'bind' | 'sign'
  readonly value: string
  /** As written, quotes left out. */
  readonly raw: string
}

const NAME_BYTES = 128
const PATTERNS: readonly (readonly [Token['kind'] | null, RegExp])[] = [
  [null, /\s+|--[^\n]*|\/\*[^]*?\*\//y],
  ['word', /[\p{L}][\p{L}\p{N}_$#]*/uy],
  ['quoted', /"([^"]*)"/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['number', /\d+/y],
  ['bind', /:(\w+)/y],
  ['sign', /\|\||[(),.=;*]/y],
]

/** Cuts a statement as Oracle does. @throws OracleError for a quote without its other, or a sign that is none */
export function tokens(sql: string): readonly Token[] {
  const found: Token[] = []
  for (let at = 0; at < sql.length; ) {
    const hit = PATTERNS.map(([kind, pattern]) => {
      pattern.lastIndex = at
      return { kind, match: pattern.exec(sql) }
    }).find(({ match }) => match !== null)
    if (hit?.match == null) throw sql[at] === '"' ? new OracleError(1_740, 'missing double quote in identifier') : sql[at] === "'" ? new OracleError(1_756, 'quoted string not properly terminated') : new OracleError(911, 'invalid character')
    at += hit.match[0].length
    if (hit.kind === null) continue
    const raw = hit.match[1] ?? hit.match[0]
    found.push({ kind: hit.kind, raw, value: hit.kind === 'word' ? raw.toUpperCase() : hit.kind === 'text' ? raw.replaceAll("''", "'") : raw })
  }
  return found
}

/** Walks over a statement. */
export class Statement {
  private at = 0
  private readonly list: readonly Token[]
  constructor(sql: string) {
    this.list = tokens(sql)
  }

  get isDone(): boolean {
    return this.at === this.list.length
  }

  get next(): Token | null {
    return this.list[this.at] ?? null
  }

  take(): Token {
    const token = this.next
    if (token === null) throw new OracleError(921, 'unexpected end of SQL command')
    this.at += 1
    return token
  }

  /** Whether these words come next; if so they are taken. */
  has(words: string): boolean {
    const wanted = words.split(' ')
    const isHere = wanted.every((word, index) => {
      const token = this.list[this.at + index]
      return token !== undefined && (token.kind === 'word' || token.kind === 'sign') && token.value === word
    })
    if (isHere) this.at += wanted.length
    return isHere
  }

  expect(words: string, error: OracleError): void {
    if (!this.has(words)) throw error
  }

  /** A name: as written in quotes, else in upper case. */
  name(): string {
    const token = this.take()
    if (token.kind !== 'word' && token.kind !== 'quoted') throw new OracleError(903, 'invalid identifier')
    if (token.value === '') throw new OracleError(1_741, 'illegal zero-length identifier')
    if (Buffer.byteLength(token.value) > NAME_BYTES) throw new OracleError(972, `identifier is too long: The identifier ${token.value} is longer than ${NAME_BYTES} bytes`)
    return token.value
  }

  /** A list of names between commas. */
  names(): readonly string[] {
    const found = [this.name()]
    while (this.has(',')) found.push(this.name())
    return found
  }

  end(): void {
    if (!this.isDone) throw new OracleError(922, 'missing or invalid option')
  }
}

/** A name as a statement quotes it. */
export function quoted(name: string): string {
  return `"${name}"`
}
