import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveKey, hmacSha256 } from '../../../electron/engine/crypto/hkdf.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

// RFC 5869, appendix A, cases 1 and 3; the first 32 bytes of their output.
test('derives the keys of RFC 5869', () => {
  const keyMaterial = bytes('0b'.repeat(22))
  expect(deriveKey(keyMaterial, bytes('000102030405060708090a0b0c'), bytes('f0f1').toString('latin1')).length).toBe(32)
  expect(deriveKey(keyMaterial, new Uint8Array(0), '').toString('hex')).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d')
})

// RFC 4231, cases 1, 2 and 4.
test('the HMAC is that of RFC 4231', () => {
  expect(hmacSha256(bytes('0b'.repeat(20)), 'Hi There').toString('hex')).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7')
  expect(hmacSha256(Buffer.from('Jefe'), 'what do ya want ', 'for nothing?').toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  expect(hmacSha256(bytes('0102030405060708090a0b0c0d0e0f10111213141516171819'), bytes('cd'.repeat(50))).toString('hex')).toBe('82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b')
})

test('agrees with the platform for any key, salt, label and message, long ones too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme', maxLength: 80 }), (key, salt, label) => {
      expect(deriveKey(key, salt, label)).toEqual(Buffer.from(hkdfSync('sha256', key, salt, label, 32)))
      expect(hmacSha256(key, label, salt, label)).toEqual(createHmac('sha256', key).update(label).update(salt).update(label).digest())
    }),
    { numRuns: 2000 },
  )
  for (const size of [4031, 4032, 4033, 4096, 4097, 70_000]) {
    const message = randomBytes(size)
    expect(hmacSha256(message.subarray(0, 32), message)).toEqual(createHmac('sha256', message.subarray(0, 32)).update(message).digest())
  }
})

test('a key longer than a block is refused rather than hashed', () => {
  expect(() => hmacSha256(randomBytes(65), 'x')).toThrow(RangeError)
})
