import { createHmac, hash } from 'node:crypto'

const MAX_CACHED_KEYS = 256
const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

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
export function deriveSigningKey(secretAccessKey: string, scope: SigningScope): SigningKey {
  const dateKey = hmac(`AWS4${secretAccessKey}`, scope.date)
  const regionKey = hmac(dateKey, scope.region)
  const serviceKey = hmac(regionKey, scope.service)
  const signingKey = hmac(serviceKey, 'aws4_request')
  const key = new SigningKey(signingKey)
  for (const bytes of [dateKey, regionKey, serviceKey, signingKey]) bytes.fill(0)
  return key
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}

/**
 * A signing key, ready to sign. HMAC-SHA256 (RFC 2104) over the one-shot hash with its two padded blocks made once: an Hmac object a
 * request is native memory that every garbage collection has to give back, and readers wait for that.
 */
export class SigningKey {
  readonly #innerBlock = Buffer.alloc(BLOCK_BYTES, 0x36)
  readonly #outerBlock = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c)

  /** `key` has at most one block; it is copied. */
  constructor(key: Uint8Array) {
    key.forEach((byte, at) => {
      this.#innerBlock[at] = byte ^ 0x36
      this.#outerBlock[at] = byte ^ 0x5c
    })
  }

  /** The signature of a text, in lower-case hexadecimal digits. */
  sign(text: string): string {
    const inner = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(text))
    inner.set(this.#innerBlock)
    inner.write(text, BLOCK_BYTES, 'utf8')
    // As one character a byte: a Buffer of its own costs more than the digest.
    this.#outerBlock.write(hash('sha256', inner, 'binary'), BLOCK_BYTES, 'latin1')
    inner.fill(0, 0, BLOCK_BYTES)
    return hash('sha256', this.#outerBlock, 'hex')
  }
}

/**
 * Signing keys in use, at most 256; the oldest goes first.
 * An entry counts only for the secret that it was derived from, so a replaced access key never finds an old entry. Only keys that
 * made a right signature get in, so that nobody without one can push out those of others.
 */
export class SigningKeyCache {
  readonly #entries = new Map<string, { readonly secretAccessKey: string; readonly key: SigningKey }>()

  /** `name` tells key id and scope apart from all others; the `Credential` part of the header does. */
  find(name: string, secretAccessKey: string): SigningKey | null {
    const entry = this.#entries.get(name)
    return entry !== undefined && entry.secretAccessKey === secretAccessKey ? entry.key : null
  }

  keep(name: string, secretAccessKey: string, key: SigningKey): void {
    this.#entries.delete(name)
    if (this.#entries.size >= MAX_CACHED_KEYS) {
      const oldest = this.#entries.keys().next()
      if (oldest.done !== true) this.#entries.delete(oldest.value)
    }
    this.#entries.set(name, { secretAccessKey, key })
  }
}
