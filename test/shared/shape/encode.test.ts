import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sensitive } from '../../../shared/sensitive.ts'
import { base64ToBytes, bytesToBase64 } from '../../../shared/shape/base64.ts'
import { decode } from '../../../shared/shape/decode.ts'
import { blob, boolean, integer, list, map, required, sensitiveBlob, sensitiveString, string, structure, timestamp } from '../../../shared/shape/define.ts'
import { encode, encodeRedacted } from '../../../shared/shape/encode.ts'

const shape = structure({
  Text: required(string()),
  Secret: sensitiveString(),
  Bytes: blob(),
  SecretBytes: sensitiveBlob(),
  Count: integer(),
  Flag: boolean(),
  When: timestamp(),
  Items: list(structure({ Secret: sensitiveString(), Name: string() })),
  Labels: map(list(string())),
})

const wire = fc.record(
  {
    Text: fc.string({ unit: 'grapheme' }),
    Secret: fc.string(),
    Bytes: fc.uint8Array().map(bytesToBase64),
    SecretBytes: fc.uint8Array().map(bytesToBase64),
    Count: fc.integer(),
    Flag: fc.boolean(),
    When: fc.integer({ min: 0, max: 4_000_000_000_000 }).map((milliseconds) => milliseconds / 1000),
    Items: fc.array(fc.record({ Secret: fc.string(), Name: fc.string() }, { requiredKeys: [] }), { maxLength: 4 }),
    Labels: fc.dictionary(fc.string(), fc.array(fc.string(), { maxLength: 3 }), { noNullPrototype: true }),
  },
  { requiredKeys: ['Text'] },
)

test('what was decoded encodes to what was sent', () => {
  fc.assert(
    fc.property(wire, (sent) => {
      expect(encode(shape, decode(shape, sent))).toEqual(sent)
    }),
    { numRuns: 500 },
  )
})

test('a key of a map that objects have already is a key like any other', () => {
  const sent = JSON.parse('{"Text":"t","Labels":{"__proto__":["x"],"constructor":[]}}') as object
  expect(JSON.stringify(encode(shape, decode(shape, sent)))).toBe(JSON.stringify(sent))
})

test('absent members are left out, not sent as null', () => {
  expect(encode(shape, { Text: 't', Count: undefined, Unknown: 1 })).toEqual({ Text: 't' })
})

test('the redacted form has every sensitive member, at any depth, replaced, also one that nobody wrapped', () => {
  const value = { Text: 't', Secret: new Sensitive('s1'), SecretBytes: new Sensitive(Uint8Array.of(1)), Items: [{ Name: 'n', Secret: new Sensitive('s2') }, { Secret: 'unwrapped' }] }
  expect(encodeRedacted(shape, value)).toEqual({ Text: 't', Secret: '[redacted]', SecretBytes: '[redacted]', Items: [{ Name: 'n', Secret: '[redacted]' }, { Secret: '[redacted]' }] })
})

test('the redacted form redacts what was wrapped though its shape is not marked', () => {
  expect(encodeRedacted(shape, { Text: new Sensitive('t') })).toEqual({ Text: '[redacted]' })
})

test('base64 of any bytes comes back, is what Node writes, and other texts are null', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = bytesToBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(base64ToBytes(text)).toEqual(bytes)
    }),
  )
  const large = Buffer.alloc(200_000, 0xfe)
  expect(bytesToBase64(large)).toBe(large.toString('base64'))
  expect(['A', 'AA', 'AAA', 'A===', '====', 'AA=A', 'AAA ', 'AAAA\n', 'AA_-'].map(base64ToBytes)).toEqual(Array.from({ length: 9 }, () => null))
})
