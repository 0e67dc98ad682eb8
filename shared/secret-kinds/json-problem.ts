/** Where a JSON text stops being one. Lines and columns count from 1, the offset from 0 in UTF-16 units. */
export interface JsonProblem {
  readonly offset: number
  readonly line: number
  readonly column: number
  /** What is wrong, in words and without the text around it, which may be a secret. */
  readonly message: string
  /** `warning`: it is JSON, but a reader silently loses something of it. */
  readonly severity: 'error' | 'warning'
}

const BLANK = /[ \t\n\r]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

type Expected = 'value' | 'first-key' | 'key' | 'colon' | 'first-item' | 'comma-or-end' | 'end'
interface Level {
  readonly closer: '}' | ']'
  readonly keys: Set<string> | null
}

class Stop extends Error {
  readonly offset: number
  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/** The string literal that starts at a quote. A loop, since a pattern over megabytes would exhaust the matcher's stack. */
function stringAt(text: string, start: number): string {
  let at = start + 1
  for (;;) {
    const character = text[at]
    if (character === undefined) throw new Stop(start, 'This string is never closed.')
    if (character === '"') return text.slice(start, at + 1)
    if (character === '\\') {
      const escape = matchAt(ESCAPE, text, at)
      if (escape === null) throw new Stop(at, 'This is no escape that JSON knows. A backslash is written \\\\.')
      at += escape.length
    } else {
      if (character === '\n' || character === '\r') throw new Stop(at, 'A string ends on its own line; a line break in it is written \\n.')
      if (character < ' ') throw new Stop(at, 'A control character in a string is written as an escape, such as \\t.')
      at += 1
    }
  }
}

function literalAt(text: string, at: number): number {
  const length = matchAt(NUMBER, text, at)?.length ?? matchAt(WORD, text, at)?.length
  const next = text[at + (length ?? 0)]
  if (length !== undefined && (next === undefined || /[\s,\]}]/.test(next))) return at + length
  if (text[at] === "'") throw new Stop(at, 'JSON strings stand in double quotes.')
  if (/[}\]]/.test(text[at] ?? '')) throw new Stop(at, 'A value is missing here. JSON has no comma after the last one.')
  throw new Stop(at, text[at] === undefined ? 'The text ends where a value should be.' : 'This is no JSON value. Text stands in double quotes.')
}

interface Warning {
  readonly offset: number
  readonly message: string
}

/** A whole number that a double cannot hold comes back as another number. */
function isRoundedNumber(literal: string): boolean {
  return /^-?\d{16,}$/.test(literal) && String(Number(literal)) !== literal
}

/** Walks the text without recursion, so that depth costs memory only. Returns what a reader would silently lose, or null. */
function walk(text: string): Warning | null {
  const levels: Level[] = []
  let expected: Expected = 'value'
  let warning: Warning | null = null
  let at = 0
  for (;;) {
    at += matchAt(BLANK, text, at)?.length ?? 0
    const character = text[at]
    const level = levels.at(-1)
    if (expected === 'end') {
      if (character !== undefined) throw new Stop(at, 'The JSON value has ended before this.')
      return warning
    }
    if (expected === 'colon') {
      if (character !== ':') throw new Stop(at, 'A colon is missing between the key and its value.')
      at += 1
      expected = 'value'
    } else if (level !== undefined && character === level.closer && (expected === 'first-key' || expected === 'first-item' || expected === 'comma-or-end')) {
      levels.pop()
      at += 1
      expected = levels.length === 0 ? 'end' : 'comma-or-end'
    } else if (expected === 'comma-or-end') {
      if (character === undefined) throw new Stop(at, `The text ends before its closing ${level?.closer ?? '}'}.`)
      if (character !== ',') throw new Stop(at, `A comma or a closing ${level?.closer ?? '}'} is missing here.`)
      at += 1
      expected = level?.keys == null ? 'value' : 'key'
    } else if (expected === 'first-key' || expected === 'key') {
      if (character === undefined) throw new Stop(at, 'The text ends before its closing }.')
      if (character === '}') throw new Stop(at, 'A key is missing here. JSON has no comma after the last one.')
      if (character !== '"') throw new Stop(at, 'A key in double quotes is missing here.')
      const raw = stringAt(text, at)
      if (level?.keys?.has(raw) === true) warning ??= { offset: at, message: 'This key stands twice in its object. Readers keep the last one only.' }
      level?.keys?.add(raw)
      at += raw.length
      expected = 'colon'
    } else if (character === '{' || character === '[') {
      levels.push(character === '{' ? { closer: '}', keys: new Set() } : { closer: ']', keys: null })
      expected = character === '{' ? 'first-key' : 'first-item'
      at += 1
    } else {
      const end = character === '"' ? at + stringAt(text, at).length : literalAt(text, at)
      if (isRoundedNumber(text.slice(at, end))) warning ??= { offset: at, message: 'Most readers round a number of this length. Put it in quotes to keep every digit.' }
      at = end
      expected = levels.length === 0 ? 'end' : 'comma-or-end'
    }
  }
}

function problemAt(text: string, offset: number, message: string, severity: JsonProblem['severity']): JsonProblem {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message, severity }
}

/**
 * The first thing that keeps a text from being JSON (RFC 8259), or a warning for a key that stands twice
 * or a number too long for a double; null when it is in order. Unlike the message of JSON.parse it never quotes the text.
 */
export function findJsonProblem(text: string): JsonProblem | null {
  try {
    const warning = walk(text)
    return warning === null ? null : problemAt(text, warning.offset, warning.message, 'warning')
  } catch (error) {
    if (error instanceof Stop) return problemAt(text, error.offset, error.message, 'error')
    throw error
  }
}
