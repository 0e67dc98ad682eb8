import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SealBrokenError } from '../../../electron/engine/crypto/aead.ts'
import { openDerived, sealDerived } from '../../../electron/engine/crypto/derived-seal.ts'
import { MultisetHash } from '../../../electron/engine/crypto/multiset-hash.ts'
import { bucketBytes, pad, unpad } from '../../../electron/engine/crypto/padding.ts'
import { freshRandomBytes } from '../../../electron/engine/crypto/random-bytes.ts'
import { openValue, sealValue } from '../../../electron/engine/crypto/value-seal.ts'

const key = randomBytes(32)
const place = Buffer.from('place')

test('padding round-trips, and sizes fall into few buckets that waste little', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => { expect(Uint8Array.from(unpad(pad(content)))).toEqual(content) }), { numRuns: 500 })
  const sizes = new Set<number>()
  for (let length = 0; length <= 65_540; length++) {
    const bucket = bucketBytes(length)
    expect(bucket).toBeGreaterThanOrEqual(length)
    expect(bucket).toBeLessThanOrEqual(Math.max(1024, length * 1.126, 64))
    sizes.add(bucket)
  }
  expect(sizes.size).toBeLessThan(60)
})

test('padding that was tampered with is refused', () => {
  const padded = pad(Buffer.from('abc'))
  for (const change of [(b: Buffer) => b.writeUInt32BE(61, 0), (b: Buffer) => b.writeUInt32BE(0xffffffff, 0), (b: Buffer) => (b[63] = 1)]) {
    const changed = Buffer.from(padded)
    change(changed)
    expect(() => unpad(changed)).toThrow(RangeError)
  }
  expect(() => unpad(Buffer.alloc(3))).toThrow(RangeError)
  expect(() => unpad(Buffer.concat([padded, Buffer.alloc(64)]))).toThrow(RangeError)
})

test('a derived seal opens with the same key, label and place only, and every byte counts', () => {
  const sealed = sealDerived(key, 'sv1/test', place, Buffer.from('text'))
  expect(openDerived(key, 'sv1/test', place, sealed).toString()).toBe('text')
  expect(() => openDerived(key, 'sv1/other', place, sealed)).toThrow(SealBrokenError)
  expect(() => openDerived(randomBytes(32), 'sv1/test', place, sealed)).toThrow(SealBrokenError)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ 0x10
    expect(() => openDerived(key, 'sv1/test', place, changed)).toThrow(SealBrokenError)
    expect(() => openDerived(key, 'sv1/test', place, sealed.subarray(0, at))).toThrow(SealBrokenError)
  }
})

test('a value is bound to its data key by a commitment, to its place by additional data, and every byte counts', () => {
  const dataKey = randomBytes(32)
  const sealed = sealValue(dataKey, place, Buffer.from('the value'))
  expect(openValue(dataKey, place, sealed).toString()).toBe('the value')
  expect(() => openValue(randomBytes(32), place, sealed)).toThrow('another data key')
  expect(() => openValue(dataKey, Buffer.from('elsewhere'), sealed)).toThrow(SealBrokenError)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ 0x01
    expect(() => openValue(dataKey, place, changed)).toThrow(SealBrokenError)
  }
  expect(sealValue(dataKey, place, Buffer.alloc(1)).length).toBe(sealValue(dataKey, place, Buffer.alloc(60)).length)
})

test('random bytes come in memory of their own and do not repeat', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 5000; n++) seen.add(freshRandomBytes(12).toString('hex'))
  expect(seen.size).toBe(5000)
  expect(freshRandomBytes(5000).length).toBe(5000)
})

test('a multiset hash is free of order, undone by removal, and agrees with big integers', () => {
  const elements = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 12 })
  const asNumber = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
  fc.assert(
    fc.property(elements, elements, (kept, removed) => {
      const hash = new MultisetHash()
      for (const element of [...kept, ...removed]) hash.add(element)
      for (const element of removed.toReversed()) hash.remove(element)
      const expected = kept.reduce((sum, element) => (sum + asNumber(element)) % 2n ** 256n, 0n)
      expect({ sum: asNumber(hash.sum()), count: hash.count }).toEqual({ sum: expected, count: kept.length })
    }),
    { numRuns: 500 },
  )
  const all = new MultisetHash()
  all.add(new Uint8Array(32).fill(0xff))
  all.add(new Uint8Array(32).fill(0xff))
  all.remove(new Uint8Array(32).fill(1))
  const copy = all.copy()
  all.add(new Uint8Array(32).fill(1))
  expect(asNumber(all.sum())).toBe(2n ** 256n - 2n)
  expect(copy.count).toBe(1)
})
