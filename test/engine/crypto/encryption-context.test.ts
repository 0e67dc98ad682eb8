import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeEncryptionContext } from '../../../electron/engine/crypto/encryption-context.ts'

const wellFormed = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text.isWellFormed())
const context = fc.dictionary(wellFormed, wellFormed, { maxKeys: 6 })

/** The same rules, slowly and obviously. */
function encodePlainly(purpose: string, pairs: Readonly<Record<string, string>>): Buffer {
  const u16 = (n: number) => Buffer.from([n >> 8, n & 0xff])
  const field = (text: string) => Buffer.concat([u16(Buffer.byteLength(text)), Buffer.from(text)])
  const sorted = Object.keys(pairs).sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
  const body = sorted.map((key) => Buffer.concat([field(key), field(pairs[key] as string)]))
  return Buffer.concat([Buffer.from(`sv1\0${purpose}\0`), ...(body.length > 0 ? [u16(body.length), ...body] : [])])
}

test('golden bytes', () => {
  expect(encodeEncryptionContext('value', { b: '2', a: '1' }).toString('latin1')).toBe('sv1\0value\0\0\x02\0\x01a\0\x011\0\x01b\0\x012')
  expect(encodeEncryptionContext('value', {}).toString('latin1')).toBe('sv1\0value\0')
  expect(encodeEncryptionContext('kms', { 'ключ': 'é' }).toString('hex')).toBe('737631006b6d730000010008d0bad0bbd18ed1870002c3a9')
})

test('agrees with a plain second implementation, also beside surrogates', () => {
  fc.assert(fc.property(context, (pairs) => { expect(encodeEncryptionContext('p', pairs)).toEqual(encodePlainly('p', pairs)) }), { numRuns: 5000 })
  const pairs = { '\u{10000}': 'above', '\uffff': 'below', '\ud7ff': 'first', a: 'x', '': 'empty' }
  expect(encodeEncryptionContext('p', pairs)).toEqual(encodePlainly('p', pairs))
})

test('insertion order does not matter, and equal bytes mean equal contexts', () => {
  fc.assert(
    fc.property(context, context, (left, right) => {
      const reversed = Object.fromEntries(Object.entries(left).reverse())
      expect(encodeEncryptionContext('p', reversed)).toEqual(encodeEncryptionContext('p', left))
      const sameBytes = encodeEncryptionContext('p', left).equals(encodeEncryptionContext('p', right))
      const sortedText = (pairs: Record<string, string>) => JSON.stringify(Object.keys(pairs).sort((a, b) => (a < b ? -1 : 1)).map((key) => [key, pairs[key]]))
      expect(sameBytes).toBe(sortedText(left) === sortedText(right))
    }),
    { numRuns: 5000 },
  )
})

test('two purposes never give the same bytes', () => {
  expect(encodeEncryptionContext('row', { a: '1' })).not.toEqual(encodeEncryptionContext('kms', { a: '1' }))
  expect(() => encodeEncryptionContext('a\0b', {})).toThrow(RangeError)
})

test('refuses ill-formed text, since all lone surrogates encode alike, and what does not fit', () => {
  expect(() => encodeEncryptionContext('p', { name: 'a\ud800' })).toThrow('well-formed')
  expect(() => encodeEncryptionContext('p', { 'a\udfff': 'x' })).toThrow('well-formed')
  expect(() => encodeEncryptionContext('p', { a: 'x'.repeat(65_536) })).toThrow('65,535')
  expect(() => encodeEncryptionContext('p', { a: 1 as unknown as string })).toThrow('texts only')
  expect(encodeEncryptionContext('p', { a: 'x'.repeat(65_535) }).length).toBe(6 + 2 + 2 + 1 + 2 + 65_535)
})
