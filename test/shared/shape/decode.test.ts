import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../../shared/errors.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import { decode } from '../../../shared/shape/decode.ts'
import { blob, boolean, enumeration, integer, list, map, required, sensitiveBlob, sensitiveString, string, structure, timestamp } from '../../../shared/shape/define.ts'

const CANARY = 'canary-decode-1c9e'

function refused(shape: Parameters<typeof decode>[0], wire: unknown): string {
  try {
    decode(shape, wire)
  } catch (thrown) {
    if (thrown instanceof ServiceError) return `${thrown.code}: ${thrown.message}`
    throw thrown
  }
  return 'decoded'
}

describe('what comes through', () => {
  const everything = structure({
    Text: string(),
    Secret: sensitiveString(),
    Bytes: blob(),
    SecretBytes: sensitiveBlob(),
    Count: integer(),
    Flag: boolean(),
    When: timestamp(),
    Names: list(string()),
    Labels: map(list(string())),
    Inner: structure({ Deep: required(string()) }),
  })

  test('every kind, in the engine’s form', () => {
    const decoded = decode(everything, {
      Text: 't',
      Secret: 's',
      Bytes: 'AAEC',
      SecretBytes: 'AwQ=',
      Count: -3,
      Flag: false,
      When: 1523477145.713,
      Names: ['a', 'b'],
      Labels: { v1: ['x'] },
      Inner: { Deep: 'd' },
    }) as Record<string, unknown>
    expect(decoded).toEqual({
      Text: 't',
      Secret: expect.any(Sensitive),
      Bytes: Uint8Array.of(0, 1, 2),
      SecretBytes: expect.any(Sensitive),
      Count: -3,
      Flag: false,
      When: 1_523_477_145_713,
      Names: ['a', 'b'],
      Labels: { v1: ['x'] },
      Inner: { Deep: 'd' },
    })
    expect((decoded['Secret'] as Sensitive<string>).reveal()).toBe('s')
    expect((decoded['SecretBytes'] as Sensitive<Uint8Array>).reveal()).toEqual(Uint8Array.of(3, 4))
  })

  test('unknown members are left out, null counts as absent, inherited members as well', () => {
    expect(decode(everything, { Text: null, Unknown: 1, __proto__: { Count: 5 } })).toEqual({})
    expect(decode(everything, JSON.parse('{"__proto__":{"Count":5},"constructor":1,"Text":"t"}'))).toEqual({ Text: 't' })
  })
})

describe('wrong JSON types', () => {
  const shape = structure({ Text: string(), Bytes: blob(), Count: integer(), Flag: boolean(), When: timestamp(), Names: list(string()), Labels: map(string()), Inner: structure({}) })
  test.each([
    [{ Text: 1 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Text: true }, 'TRUE_VALUE can not be converted to a String'],
    [{ Text: {} }, 'START_OBJECT can not be converted to a String'],
    [{ Text: [] }, 'START_ARRAY can not be converted to a String'],
    [{ Bytes: 1 }, 'NUMBER_VALUE can not be converted to a Blob'],
    [{ Bytes: '***=' }, 'The blob is not valid base64.'],
    [{ Bytes: 'AAE' }, 'The blob is not valid base64.'],
    [{ Bytes: 'AA-_' }, 'The blob is not valid base64.'],
    [{ Count: '1' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ Count: 1.5 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Count: 2 ** 53 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Flag: 'false' }, 'STRING_VALUE can not be converted to a Boolean'],
    [{ Flag: 0 }, 'NUMBER_VALUE can not be converted to a Boolean'],
    [{ When: '2026-01-01' }, 'STRING_VALUE can not be converted to a Timestamp'],
    [{ Names: 'a' }, 'STRING_VALUE can not be converted to a List'],
    [{ Names: ['a', null] }, 'NULL_VALUE can not be converted to a String'],
    [{ Labels: [] }, 'START_ARRAY can not be converted to a Map'],
    [{ Inner: 'x' }, 'STRING_VALUE can not be converted to a Structure'],
    ['text', 'STRING_VALUE can not be converted to a Structure'],
    [null, 'NULL_VALUE can not be converted to a Structure'],
    [[], 'START_ARRAY can not be converted to a Structure'],
  ])('%j', (wire, message) => {
    expect(refused(shape, wire)).toBe(`SerializationException: ${message}`)
  })
})

describe('constraints', () => {
  const shape = structure({
    SecretId: string({ min: 1, max: 3 }),
    Region: string({ pattern: /^[a-z]+$/ }),
    SortOrder: enumeration('asc', 'desc'),
    SecretString: sensitiveString({ min: 1, max: 3, measure: 'bytes' }),
    SecretBinary: sensitiveBlob({ min: 1, max: 2 }),
    MaxResults: integer({ min: 1, max: 20 }),
    Stages: list(string({ min: 1 }), { min: 1, max: 2 }),
    Tags: list(structure({ TagKey: required(string({ max: 2 })) }), { max: 1 }),
  })
  const one = (path: string, value: string, rule: string) => `ValidationException: 1 validation error detected: Value${value} at '${path}' failed to satisfy constraint: ${rule}`
  test.each([
    [{ SecretId: '' }, one('secretId', " ''", 'Member must have length greater than or equal to 1')],
    [{ SecretId: 'abcd' }, one('secretId', " 'abcd'", 'Member must have length less than or equal to 3')],
    [{ SecretId: '🔐🔐🔐🔐' }, one('secretId', " '🔐🔐🔐🔐'", 'Member must have length less than or equal to 3')],
    [{ Region: 'US' }, one('region', " 'US'", 'Member must satisfy regular expression pattern: ^[a-z]+$')],
    [{ SortOrder: 'up' }, one('sortOrder', " 'up'", 'Member must satisfy enum value set: [asc, desc]')],
    [{ SecretString: '' }, one('secretString', '', 'Member must have length greater than or equal to 1')],
    [{ SecretString: 'éé' }, one('secretString', '', 'Member must have length less than or equal to 3')],
    [{ SecretBinary: 'AAEC' }, one('secretBinary', '', 'Member must have length less than or equal to 2')],
    [{ MaxResults: 0 }, one('maxResults', " '0'", 'Member must have value greater than or equal to 1')],
    [{ MaxResults: 21 }, one('maxResults', " '21'", 'Member must have value less than or equal to 20')],
    [{ Stages: [] }, one('stages', " '[]'", 'Member must have length greater than or equal to 1')],
    [{ Stages: ['a', 'b', 'c'] }, one('stages', " '[a, b, c]'", 'Member must have length less than or equal to 2')],
    [{ Stages: ['a', ''] }, one('stages.2.member', " ''", 'Member must have length greater than or equal to 1')],
    [{ Tags: [{ TagKey: 'a' }, { TagKey: 'b' }] }, one('tags', '', 'Member must have length less than or equal to 1')],
    [{ Tags: [{ TagKey: 'abc' }] }, one('tags.1.member.tagKey', " 'abc'", 'Member must have length less than or equal to 2')],
    [{ Tags: [{}] }, one('tags.1.member.tagKey', ' null', 'Member must not be null')],
  ])('%j', (wire, message) => {
    expect(refused(shape, wire)).toBe(message)
  })

  test('three code points of two units each are three characters', () => {
    expect(refused(shape, { SecretId: '🔐🔐🔐' })).toBe('decoded')
  })

  test('all that are broken are named, in the order of the shape', () => {
    expect(refused(shape, { MaxResults: 0, SecretId: '' })).toBe(
      "ValidationException: 2 validation errors detected: Value '' at 'secretId' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    )
  })

  test('whatever is wrong, the value of a sensitive member is never in the text', () => {
    const longCanary = `${CANARY}-${'x'.repeat(10)}`
    const wrong = fc.oneof(
      fc.constant({ SecretString: longCanary }),
      fc.constant({ SecretString: [longCanary] }),
      fc.constant({ SecretString: { [longCanary]: longCanary } }),
      fc.constant({ SecretBinary: Buffer.from(longCanary).toString('base64') }),
      fc.constant({ SecretBinary: longCanary }),
    )
    fc.assert(
      fc.property(wrong, fc.record({ SecretId: fc.string(), MaxResults: fc.integer() }, { requiredKeys: [] }), (secret, other) => {
        const text = refused(shape, { ...other, ...secret })
        expect(text).toMatch(/^(Validation|Serialization)Exception: /)
        expect(text.includes(longCanary) || text.includes(Buffer.from(longCanary).toString('base64'))).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
