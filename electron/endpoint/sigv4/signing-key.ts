import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

const MAX_CACHED_KEYS = 256

export interface SigningScope {
  /** `YYYYMMDD` */
  readonly date: string
  readonly region: string
  readonly service: string
}

/**
 * Derives the signing key of Signature Version 4 from a secret access key.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#calculate-signature
 */
export function deriveSigningKey(secretAccessKey: string, scope: SigningScope): KeyObject {
  const dateKey = hmac(`AWS4${secretAccessKey}`, scope.date)
  const regionKey = hmac(dateKey, scope.region)
  const serviceKey = hmac(regionKey, scope.service)
  const signingKey = hmac(serviceKey, 'aws4_request')
  const key = createSecretKey(signingKey)
  for (const bytes of [dateKey, regionKey, serviceKey, signingKey]) bytes.fill(0)
  return key
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}

/**
 * Signing keys in use, at most 256; the oldest goes first.
 * An entry counts only for the secret that it was derived from, so a replaced access key never finds an old entry. Only keys that
 * made a right signature get in, so that nobody without one can push out those of others.
 */
export class SigningKeyCache {
  readonly #entries = new Map<string, { readonly secretAccessKey: string; readonly key: KeyObject }>()

  /** `name` tells key id and scope apart from all others; the `Credential` part of the header does. */
  find(name: string, secretAccessKey: string): KeyObject | null {
    const entry = this.#entries.get(name)
    return entry !== undefined && entry.secretAccessKey === secretAccessKey ? entry.key : null
  }

  keep(name: string, secretAccessKey: string, key: KeyObject): void {
    this.#entries.delete(name)
    if (this.#entries.size >= MAX_CACHED_KEYS) {
      const oldest = this.#entries.keys().next()
      if (oldest.done !== true) this.#entries.delete(oldest.value)
    }
    this.#entries.set(name, { secretAccessKey, key })
  }
}
