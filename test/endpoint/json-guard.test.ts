import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../shared/errors.ts'
import { MAX_JSON_TOKENS, parseGuardedJson } from '../../electron/endpoint/json-guard.ts'

/** The parsed value, or the text of the refusal. */
function outcome(text: string): unknown {
  try {
    return parseGuardedJson(text)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return `${error.code}: ${error.message}`
  }
}

const INVALID = 'SerializationException: The request body is not valid JSON.'
const NOT_AN_OBJECT = 'SerializationException: The request body must be a JSON object.'
const TOO_DEEP = 'SerializationException: The request body is nested deeper than 32 levels.'
const TOO_MANY = `SerializationException: The request body has more than ${MAX_JSON_TOKENS} tokens.`
const REPEATED = 'SerializationException: The request body has the same member name twice in one object.'
const FORBIDDEN = 'SerializationException: The request body has a member name that is not allowed.'

const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
/** One object, one name, one array and `count` - 3 numbers. */
const withTokens = (count: number): string => `{"a":[${Array.from({ length: count - 3 }, () => '1').join(',')}]}`

test('JSON objects within the limits parse as JSON.parse does', () => {
  const plain = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('__proto__'))
  fc.assert(
    fc.property(fc.dictionary(fc.string().filter((name) => name !== '__proto__'), plain), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(parseGuardedJson(text)).toEqual(JSON.parse(text))
    }),
    { numRuns: 3_000 },
  )
})

test('what JSON.parse refuses is refused', () => {
  const fragment = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', 'true', 'null', ' ', '\n', 'x', '\\u0061', '-', '1e9', "'a'", '\u0000')
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
      const text = fragments.join('')
      let isJson = true
      try {
        JSON.parse(text)
      } catch {
        isJson = false
      }
      if (!isJson) expect(outcome(text)).toMatch(/^SerializationException: /)
      expect(isJson || typeof outcome(text) === 'string').toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

describe('refused', () => {
  test.each<[string, string, string]>([
    ['nothing', '', INVALID],
    ['an open string', '{"a":"b}', INVALID],
    ['a comma too many', '{"a":1,}', INVALID],
    ['a comment', '{"a":1/*x*/}', INVALID],
    ['a byte order mark', '\ufeff{}', INVALID],
    ['NaN', '{"a":NaN}', INVALID],
    ['a broken escape in a name', '{"\\x":1}', INVALID],
    ['text after the object', '{} {}', INVALID],
    ['an array', '[]', NOT_AN_OBJECT],
    ['a string', '"a"', NOT_AN_OBJECT],
    ['a number', '1', NOT_AN_OBJECT],
    ['null', 'null', NOT_AN_OBJECT],
    ['depth 33', nested(33), TOO_DEEP],
    ['10,001 tokens', withTokens(MAX_JSON_TOKENS + 1), TOO_MANY],
    ['a name twice', '{"SecretId":"a","SecretId":"b"}', REPEATED],
    ['a name twice, once escaped', '{"SecretId":"a","Secret\\u0049d":"b"}', REPEATED],
    ['a name twice inside', '{"a":[{"b":1,"c":{},"b":2}]}', REPEATED],
    ['a name twice among many', `{${Array.from({ length: 40 }, (_, index) => `"n${index}":1`).join(',')},"n3":1}`, REPEATED],
    ['an empty name twice', '{"":1,"":2}', REPEATED],
    ['__proto__', '{"__proto__":{"x":1}}', FORBIDDEN],
    ['__proto__, escaped', '{"\\u005f_proto__":{"x":1}}', FORBIDDEN],
    ['__proto__ inside', '{"a":[{"__proto__":1}]}', FORBIDDEN],
  ])('%s', (_name, text, expected) => {
    expect(outcome(text)).toBe(expected)
  })

  test('and the text is not quoted', () => {
    for (const text of ['{"SecretString":"canary-1"', 'canary-1', '{"canary-1":1,"canary-1":2}', '["canary-1"]']) {
      expect(outcome(text)).not.toContain('canary')
    }
  })
})

describe('accepted', () => {
  test.each<[string, string]>([
    ['depth 32', nested(32)],
    ['10,000 tokens', withTokens(MAX_JSON_TOKENS)],
    ['one name in two objects', '{"a":{"n":1},"b":{"n":1},"c":[{"n":1},{"n":1}]}'],
    ['a value like a name', '{"a":"b","b":"a","c":"a"}'],
    ['names that differ in case', '{"a":1,"A":2}'],
    ['quotes, braces and backslashes in strings', '{"a\\"{":"\\\\","b":"[{,:\\\\\\"}","c\\\\":1}'],
    ['__proto__ as a value', '{"a":"__proto__"}'],
  ])('%s', (_name, text) => {
    expect(outcome(text)).toEqual(JSON.parse(text))
  })
})

test('no input changes the prototype of objects', () => {
  for (const text of ['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"a":{"__proto__":{"x":1}}}']) {
    const parsed = outcome(text)
    Object.assign({}, parsed)
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('x')
  expect(Object.hasOwn(Object, 'x')).toBe(false)
})

test('bombs of half a megabyte are answered within 50 ms', () => {
  const size = 512 * 1024
  const bombs = [
    '['.repeat(size),
    '{"a":'.repeat(size / 5),
    `{"a":[${'1,'.repeat(size / 2 - 10)}1]}`,
    `{"a":[${'[],'.repeat(size / 3 - 10)}1]}`,
    `{${Array.from({ length: size / 10 }, (_, index) => `"${index}":1`).join(',')}}`,
    `{"a":"${'\\"'.repeat(size / 2 - 10)}"}`,
    `{"a":"${'\\'.repeat(size - 10)}`,
    `{"${'\\u0061'.repeat(size / 6 - 10)}":1}`,
    '"'.repeat(size),
    '1'.repeat(size),
    ' '.repeat(size),
    `{"a":${'9'.repeat(size)}}`,
    `{"a":"${'x'.repeat(size)}`,
  ]
  for (const bomb of bombs) {
    const startedMs = performance.now()
    outcome(bomb)
    expect(performance.now() - startedMs).toBeLessThan(50)
  }
})
