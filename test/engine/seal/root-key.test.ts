import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'

test('a root key prints as nothing that helps anyone', () => {
  const key = RootKey.fromBytes(Buffer.alloc(32, 0xab))
  const shown = [inspect(key), inspect({ key }, { depth: 9, showHidden: true }), String(key), `${key as unknown as string}`, JSON.stringify({ key })].join('\n')
  expect(shown).not.toMatch(/abab|171|q6ur/i)
  expect(inspect(key)).toBe('[redacted]')
})

test('every subkey is another key, the same for the same root key', () => {
  const names = ['hdr', 'state', 'meta', 'wrap', 'audit', 'endpoint'] as const
  const of = (key: RootKey) => names.map((name) => Buffer.from(key.subkey(name)).toString('hex'))
  const first = of(RootKey.fromBytes(Buffer.alloc(32, 1)))
  expect(new Set(first).size).toBe(names.length)
  expect(of(RootKey.fromBytes(Buffer.alloc(32, 1)))).toEqual(first)
  expect(of(RootKey.generate())).not.toEqual(first)
})

test('after erase every use throws, and the bytes that were lent are zeros', () => {
  const key = RootKey.generate()
  const lent = key.withBytes((bytes) => bytes)
  const subkey = key.subkey('meta')
  key.erase()
  expect([...lent, ...subkey].every((byte) => byte === 0)).toBe(true)
  expect(() => key.subkey('meta')).toThrow('erased')
  expect(() => key.withBytes(() => 1)).toThrow('erased')
})
