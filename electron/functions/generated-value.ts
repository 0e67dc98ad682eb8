import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { PASSWORDS } from '../../shared/rotation/password-rules.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { valueError } from './rotation-failure.ts'
import { newPassword } from './new-password.ts'
import type { StepRun } from './step-run.ts'

const DEFAULT_TOKEN_BYTES = 32

/** What the generator makes, by the setting GENERATE. */
export const KINDS = ['password', 'hex', 'base64url', 'ed25519', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const
export type Kind = (typeof KINDS)[number]

/** A new value; a key pair has a public half. Keys are PEM: PKCS #8 and SPKI. */
export interface Generated {
  readonly value: Sensitive<string>
  readonly publicKey: string | null
}

export function isKeyPair(kind: Kind): boolean {
  return kind === 'ed25519' || kind.startsWith('rsa-')
}

/** The setting GENERATE. @throws RotationFailure ValueError */
export function readKind({ settings }: Pick<StepRun, 'settings'>): Kind {
  const text = settings('GENERATE') ?? 'password'
  const kind = KINDS.find((candidate) => candidate === text)
  if (kind === undefined) throw valueError(`GENERATE must be one of ${KINDS.join(', ')}, not ${text}.`)
  return kind
}

/**
 * Makes a value. Settings: those of AWS's functions for a password (PASSWORD_LENGTH, EXCLUDE_CHARACTERS …), TOKEN_BYTES (16 to
 * 1024) for hex and base64url.
 * @throws RotationFailure ValueError
 */
export async function generate(kind: Kind, { settings, call }: Pick<StepRun, 'settings' | 'call'>): Promise<Generated> {
  if (kind === 'password') return { value: await newPassword(PASSWORDS.generator, settings, call), publicKey: null }
  if (kind === 'hex' || kind === 'base64url') {
    const bytes = Number(settings('TOKEN_BYTES') ?? DEFAULT_TOKEN_BYTES)
    if (!Number.isInteger(bytes) || bytes < 16 || bytes > 1_024) throw valueError(`TOKEN_BYTES must be a whole number from 16 to 1024, not ${settings('TOKEN_BYTES')}.`)
    return { value: new Sensitive(randomBytes(bytes).toString(kind)), publicKey: null }
  }
  return keyPair(kind)
}

/** RSA takes seconds, so keys are made off the thread. */
function keyPair(kind: Kind): Promise<Generated> {
  const encodings = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: string, privateKey: string): void => (error === null ? resolve({ value: new Sensitive(privateKey), publicKey }) : reject(error))
    if (kind === 'ed25519') generateKeyPair('ed25519', encodings, done)
    else generateKeyPair('rsa', { modulusLength: Number(kind.slice('rsa-'.length)), ...encodings }, done)
  })
}

/** Whether a text is what a kind makes: keys are read as keys, and a public half must belong to its private one. */
export function isWellFormed(kind: Kind, value: Sensitive<string>, publicKey: string | null): boolean {
  const text = value.reveal()
  if (!isKeyPair(kind)) return text !== ''
  try {
    const key = createPrivateKey(text)
    const derived = createPublicKey(key).export({ type: 'spki', format: 'pem' })
    return key.asymmetricKeyType === (kind === 'ed25519' ? 'ed25519' : 'rsa') && (publicKey === null || derived === publicKey)
  } catch {
    return false
  }
}
