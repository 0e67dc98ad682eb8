import { createPublicKey, sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { MemorySecret, STEPS } from './memory-secret.ts'

const NAME = 'builtin-generator'

async function rotated(secret: MemorySecret): Promise<string> {
  for (const step of STEPS) expect(await secret.run(NAME, step), step).toMatchObject({ status: 'succeeded' })
  return secret.valueOf('AWSCURRENT') ?? ''
}

function withSettings(value: string, settings: Readonly<Record<string, string>>): MemorySecret {
  const secret = new MemorySecret(value)
  secret.tags = Object.entries(settings).map(([name, Value]) => ({ Key: `coffer:rotation:${name}`, Value }))
  return secret
}

describe('builtin-generator', () => {
  test('a plain secret gets a new password of AWS’s rules', async () => {
    const secret = new MemorySecret('old value')
    expect(await rotated(secret)).toMatch(/^[^/@"'\\]{32}$/)
    expect(secret.versions[secret.token]?.stages).toContain('AWSCURRENT')
  })

  test('a JSON object gets a new password, and keeps its other keys in their order', async () => {
    const now = await rotated(new MemorySecret('{"user":"u","password":"p","port":5}'))
    expect(now).toMatch(/^\{"user":"u","password":".{32,}","port":5\}$/)
    expect(JSON.parse(now)).not.toMatchObject({ password: 'p' })
  })

  test.each([
    [{ PASSWORD_LENGTH: '12', EXCLUDE_PUNCTUATION: 'yes', EXCLUDE_UPPERCASE: '1' }, /^[a-z0-9]{12}$/],
    [{ EXCLUDE_CHARACTERS: 'abc', EXCLUDE_PRESET: 'url', PASSWORD_LENGTH: '200' }, /^[A-Zd-z0-9._~-]{200}$/],
    [{ GENERATE: 'hex' }, /^[0-9a-f]{64}$/],
    [{ GENERATE: 'base64url', TOKEN_BYTES: '16' }, /^[\w-]{22}$/],
  ])('rules %o', async (settings, pattern) => {
    expect(await rotated(withSettings('x', settings))).toMatch(pattern)
  })

  test('JSON_KEY names the key that changes, and may be a new one', async () => {
    expect(JSON.parse(await rotated(withSettings('{"password":"p"}', { JSON_KEY: 'apiToken', GENERATE: 'hex', TOKEN_BYTES: '16' })))).toEqual({ password: 'p', apiToken: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  test.each(['ed25519', 'rsa-2048'])('a key pair of %s signs, and its public half verifies', async (kind) => {
    const { privateKey, publicKey, note } = JSON.parse(await rotated(withSettings('{"privateKey":"","note":"n"}', { GENERATE: kind }))) as Record<string, string>
    const message = Buffer.from('hello')
    expect(verify(kind === 'ed25519' ? null : 'sha256', message, publicKey ?? '', sign(kind === 'ed25519' ? null : 'sha256', message, privateKey ?? ''))).toBe(true)
    expect(note).toBe('n')
  })

  test('a key pair as the whole value is the private key', async () => {
    expect(createPublicKey(await rotated(withSettings('x', { GENERATE: 'ed25519' }))).asymmetricKeyType).toBe('ed25519')
  })

  test('every step may come twice: the value of the first stays', async () => {
    const secret = new MemorySecret('old value')
    for (const step of STEPS) {
      await secret.run(NAME, step)
      const value = secret.versions[secret.token]?.value
      expect(await secret.run(NAME, step), step).toMatchObject({ status: 'succeeded' })
      expect(secret.versions[secret.token]?.value).toBe(value)
    }
    expect(secret.calls.filter(({ operation }) => operation === 'PutSecretValue')).toHaveLength(1)
  })

  test.each([
    ['{"engine":"postgres","host":"h","username":"u","password":"p"}', {}, 'ValueError', /Rotate it with builtin-postgres-single/],
    ['{"user":"u"}', {}, 'KeyError', /^password key is missing/],
    ['plain', { JSON_KEY: 'a' }, 'KeyError', /not a JSON object/],
    ['plain', { GENERATE: 'dsa' }, 'ValueError', /GENERATE must be one of/],
    ['plain', { PASSWORD_LENGTH: '4' }, 'ValueError', /PASSWORD_LENGTH must be/],
    ['plain', { EXCLUDE_PRESET: 'all' }, 'ValueError', /EXCLUDE_PRESET must be one of/],
    ['plain', { GENERATE: 'hex', TOKEN_BYTES: '1' }, 'ValueError', /TOKEN_BYTES must be/],
  ])('%s with %o is refused', async (value, settings, errorType, errorMessage) => {
    expect(await withSettings(value, settings).run(NAME, 'createSecret')).toMatchObject({ status: 'failed', errorType, errorMessage: expect.stringMatching(errorMessage) })
  })

  test('a test alone finds a key that is none', async () => {
    const secret = withSettings('x', { GENERATE: 'ed25519' })
    await secret.call('PutSecretValue', { ClientRequestToken: secret.token, SecretString: 'no key' })
    expect(await secret.run(NAME, 'testSecret')).toMatchObject({ status: 'failed', errorMessage: expect.stringContaining('holds no ed25519') })
  })
})
