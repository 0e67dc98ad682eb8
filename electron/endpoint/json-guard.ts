import { ServiceError } from '../../shared/errors.ts'

export const MAX_JSON_DEPTH = 32
/** Strings, numbers, literals, objects and arrays; member names count as strings. */
export const MAX_JSON_TOKENS = 10_000

const MANY_NAMES = 8

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** The names that one open object has had so far: a short list, and a set once it is long. Null stands for an array. */
interface OpenObject {
  names: string[] | Set<string>
}

/**
 * Parses the JSON object of a request.
 *
 * One pass over the text refuses, before anything is built, what makes parsers slow or callers disagree: depth over 32, over
 * 10,000 tokens, a member name twice in one object, and a member named `__proto__`.
 *
 * Throws `SerializationException` for these, for text that is not JSON, and for JSON that is not an object. The error never
 * quotes the text: it may hold a secret.
 */
export function parseGuardedJson(text: string): Record<string, unknown> {
  guardJson(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw serializationException('The request body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationException('The request body must be a JSON object.')
  }
  return value as Record<string, unknown>
}

/**
 * The checks of `parseGuardedJson` that do not build anything. It follows the grammar only as far as valid JSON needs: what is
 * not JSON may pass here, since `JSON.parse` refuses it afterwards.
 */
export function guardJson(text: string): void {
  const open: (OpenObject | null)[] = []
  let isNameNext = false
  let tokens = 0
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    switch (code) {
      case QUOTE: {
        const end = endOfString(text, index)
        if (isNameNext) {
          const object = open[open.length - 1]
          if (object != null) rememberName(object, nameAt(text, index, end))
          isNameNext = false
        }
        index = end + 1
        tokens++
        break
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (open.length === MAX_JSON_DEPTH) throw serializationException(`The request body is nested deeper than ${MAX_JSON_DEPTH} levels.`)
        open.push(code === OPEN_BRACE ? { names: [] } : null)
        isNameNext = code === OPEN_BRACE
        index++
        tokens++
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop()
        isNameNext = false
        index++
        break
      case COMMA:
        isNameNext = open[open.length - 1] != null
        index++
        break
      case COLON:
        index++
        break
      default:
        if (code > 0x20) {
          index = endOfScalar(text, index)
          tokens++
        } else {
          index++
        }
    }
    if (tokens > MAX_JSON_TOKENS) throw serializationException(`The request body has more than ${MAX_JSON_TOKENS} tokens.`)
  }
}

/** Index of the quote that ends the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let quote = start
  for (;;) {
    quote = text.indexOf('"', quote + 1)
    if (quote === -1) throw serializationException('The request body is not valid JSON.')
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
    // The opening quote bounds the run: it is not a backslash.
    if (backslashes % 2 === 0) return quote
  }
}

/** Index after a number or literal (or whatever stands in its place). */
function endOfScalar(text: string, start: number): number {
  let index = start + 1
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code <= 0x20 || code === COMMA || code === COLON || code === QUOTE) break
    if (code === OPEN_BRACE || code === CLOSE_BRACE || code === OPEN_BRACKET || code === CLOSE_BRACKET) break
  }
  return index
}

/** The member name between two quotes, with its escapes resolved, so that two spellings of one name are the same. */
function nameAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    throw serializationException('The request body is not valid JSON.')
  }
}

function rememberName(object: OpenObject, name: string): void {
  if (name === '__proto__') throw serializationException('The request body has a member name that is not allowed.')
  const { names } = object
  if (Array.isArray(names)) {
    if (names.includes(name)) throw serializationException('The request body has the same member name twice in one object.')
    names.push(name)
    if (names.length > MANY_NAMES) object.names = new Set(names)
    return
  }
  if (names.has(name)) throw serializationException('The request body has the same member name twice in one object.')
  names.add(name)
}

function serializationException(message: string): ServiceError {
  return new ServiceError('SerializationException', message)
}
