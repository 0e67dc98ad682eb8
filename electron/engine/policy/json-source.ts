interface Span {
  /** Offset of the first UTF-16 unit in the text. */
  readonly start: number
  /** Offset after the last one. */
  readonly end: number
}

export type JsonNode =
  | (Span & { readonly kind: 'object'; readonly members: readonly JsonMember[] })
  | (Span & { readonly kind: 'array'; readonly items: readonly JsonNode[] })
  | (Span & { readonly kind: 'string'; readonly value: string })
  | (Span & { readonly kind: 'number'; readonly text: string })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'null' })

/** A member of an object, in source order; keys that occur twice are both here, unlike with JSON.parse. */
export interface JsonMember {
  readonly key: string
  readonly keySpan: Span
  readonly value: JsonNode
}

export type JsonReading =
  { readonly ok: true; readonly root: JsonNode } | { readonly ok: false; readonly offset: number; readonly message: string }

/** Deeper than any policy can be; bounds the recursion on hostile text. */
const MAX_DEPTH = 32

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Strict JSON with the place of every value, for problems that point at a character. Never throws. Source: RFC 8259. */
export function readJson(text: string): JsonReading {
  try {
    return { ok: true, root: new JsonReader(text).readDocument() }
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { ok: false, offset: error.offset, message: error.message }
    throw error
  }
}

class JsonSyntaxError extends Error {
  readonly offset: number
  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

/** Owns the read position in one text. */
class JsonReader {
  readonly #text: string
  #offset = 0

  constructor(text: string) {
    this.#text = text
  }

  readDocument(): JsonNode {
    const root = this.#readValue(0)
    this.#skipWhitespace()
    if (this.#offset < this.#text.length) this.#fail('Only one JSON value is expected here')
    return root
  }

  #readValue(depth: number): JsonNode {
    this.#skipWhitespace()
    if (depth > MAX_DEPTH) this.#fail('The JSON is nested too deeply')
    const start = this.#offset
    switch (this.#text[start]) {
      case '{':
        return this.#readObject(depth)
      case '[':
        return this.#readArray(depth)
      case '"': {
        const value = this.#readString()
        return { kind: 'string', value, start, end: this.#offset }
      }
      case 't':
        return this.#readWord('true', { kind: 'boolean', value: true, start, end: start + 4 })
      case 'f':
        return this.#readWord('false', { kind: 'boolean', value: false, start, end: start + 5 })
      case 'n':
        return this.#readWord('null', { kind: 'null', start, end: start + 4 })
      default: {
        const text = this.#match(NUMBER)
        if (text === '') this.#fail(start >= this.#text.length ? 'The JSON ends too early' : 'A JSON value is expected here')
        return { kind: 'number', text, start, end: this.#offset }
      }
    }
  }

  #readObject(depth: number): JsonNode {
    const start = this.#offset++
    const members: JsonMember[] = []
    this.#skipWhitespace()
    if (this.#take('}')) return { kind: 'object', members, start, end: this.#offset }
    for (;;) {
      this.#skipWhitespace()
      const keyStart = this.#offset
      if (this.#text[keyStart] !== '"') this.#fail('A name in double quotes is expected here')
      const key = this.#readString()
      const keySpan = { start: keyStart, end: this.#offset }
      this.#skipWhitespace()
      if (!this.#take(':')) this.#fail('A colon is expected here')
      members.push({ key, keySpan, value: this.#readValue(depth + 1) })
      this.#skipWhitespace()
      if (this.#take('}')) return { kind: 'object', members, start, end: this.#offset }
      if (!this.#take(',')) this.#fail('A comma or } is expected here')
    }
  }

  #readArray(depth: number): JsonNode {
    const start = this.#offset++
    const items: JsonNode[] = []
    this.#skipWhitespace()
    if (this.#take(']')) return { kind: 'array', items, start, end: this.#offset }
    for (;;) {
      items.push(this.#readValue(depth + 1))
      this.#skipWhitespace()
      if (this.#take(']')) return { kind: 'array', items, start, end: this.#offset }
      if (!this.#take(',')) this.#fail('A comma or ] is expected here')
    }
  }

  #readString(): string {
    this.#offset++
    let value = ''
    for (;;) {
      value += this.#takePlainRun()
      if (this.#take('"')) return value
      if (!this.#take('\\'))
        this.#fail(this.#offset >= this.#text.length ? 'The text is not closed' : 'A control character must be escaped')
      value += this.#readEscape()
    }
  }

  /** Everything up to a quote, a backslash or a control character. */
  #takePlainRun(): string {
    const start = this.#offset
    while (this.#offset < this.#text.length) {
      const character = this.#text[this.#offset] as string
      if (character === '"' || character === '\\' || character < ' ') break
      this.#offset++
    }
    return this.#text.slice(start, this.#offset)
  }

  #readEscape(): string {
    const letter = this.#text[this.#offset] ?? ''
    if (letter === 'u') {
      const digits = this.#text.slice(this.#offset + 1, this.#offset + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('Four hexadecimal digits are expected after \\u')
      this.#offset += 5
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    if (!Object.hasOwn(ESCAPES, letter)) this.#fail('This escape is not known')
    this.#offset++
    return ESCAPES[letter] as string
  }

  #readWord(word: string, node: JsonNode): JsonNode {
    if (!this.#text.startsWith(word, this.#offset)) this.#fail('A JSON value is expected here')
    this.#offset += word.length
    return node
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#offset += found.length
    return found
  }

  #take(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false
    this.#offset++
    return true
  }

  #skipWhitespace(): void {
    while (this.#offset < this.#text.length && ' \t\n\r'.includes(this.#text[this.#offset] as string)) this.#offset++
  }

  #fail(message: string): never {
    throw new JsonSyntaxError(this.#offset, message)
  }
}
