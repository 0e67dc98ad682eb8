import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { AEAD_OVERHEAD_BYTES, openBytes, SealBrokenError, sealBytes } from '../../../electron/engine/crypto/aead.ts'

const key = randomBytes(32)
const place = Buffer.from('place')
const plaintext = Buffer.from('a secret of some length')

test('what is sealed opens under the same key and place only', () => {
  const sealed = sealBytes(key, place, plaintext)
  expect(openBytes(key, place, sealed)).toEqual(plaintext)
  expect(() => openBytes(randomBytes(32), place, sealed)).toThrow(SealBrokenError)
  expect(() => openBytes(key, Buffer.from('other place'), sealed)).toThrow(SealBrokenError)
  expect(openBytes(key, place, sealBytes(key, place, new Uint8Array(0)))).toEqual(Buffer.alloc(0))
})

test('flipping any bit of any byte makes it refuse, and says nothing of the text', () => {
  const sealed = sealBytes(key, place, plaintext)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ (1 << (at % 8))
    expect(() => openBytes(key, place, changed)).toThrow(/^A sealed message does not open$/)
  }
})

test('every shorter message is refused, so no short tag is ever taken', () => {
  const sealed = sealBytes(key, place, plaintext)
  for (let length = 0; length < sealed.length; length++) expect(() => openBytes(key, place, sealed.subarray(0, length))).toThrow(SealBrokenError)
})

test('the layout is nonce, ciphertext, tag of AES-256-GCM, readable by any other implementation', () => {
  const sealed = sealBytes(key, place, plaintext)
  expect(sealed.length).toBe(plaintext.length + AEAD_OVERHEAD_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(place)
  decipher.setAuthTag(sealed.subarray(-16))
  expect(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])).toEqual(plaintext)
})

// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
test('opens the published vector, and refuses it with its tag cut or changed', () => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex')
  const vectorKey = bytes('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308')
  const additional = bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2')
  const sealed = bytes(
    'cafebabefacedbaddecaf888' +
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
  )
  expect(openBytes(vectorKey, additional, sealed).toString('hex')).toBe(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  )
  expect(() => openBytes(vectorKey, additional, sealed.subarray(0, -1))).toThrow(SealBrokenError)
})

test('20,000 seals under one key never repeat a nonce', () => {
  const nonces = new Set<string>()
  for (let n = 0; n < 20_000; n++) nonces.add(sealBytes(key, place, Buffer.of(1)).subarray(0, 12).toString('latin1'))
  expect(nonces.size).toBe(20_000)
})

test('a key of the wrong size is a programming error', () => {
  expect(() => sealBytes(randomBytes(16), place, plaintext)).toThrow(RangeError)
  expect(() => openBytes(randomBytes(31), place, sealBytes(key, place, plaintext))).toThrow(RangeError)
})

test('a message with a 4-byte tag, which Node itself would take, is refused', () => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 4 })
  cipher.setAAD(place)
  const short = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  expect(() => openBytes(key, place, short)).toThrow(SealBrokenError)
})
