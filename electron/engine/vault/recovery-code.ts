import { createHash } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import { normalizeRecoveryCode, recoveryGroups } from '../../../shared/recovery-code.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import { hmacSha256 } from '../crypto/hkdf.ts'
import { freshRandomBytes } from '../crypto/random-bytes.ts'
import type { RootKey } from '../seal/root-key.ts'

const CODE_BYTES = 20
const CODE_CHARACTERS = 32
const GROUP_CHARACTERS = 4
const CHECK_BYTES = 8
/** Crockford's base32: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 160 random bits. The caller fills them with zeros after use. */
export function newRecoverySecret(): Uint8Array {
  return Uint8Array.from(freshRandomBytes(CODE_BYTES))
}

/** The code as it is printed: eight groups of four characters, and a ninth that checks them. */
export function formatRecoveryCode(secret: Uint8Array): Sensitive<string> {
  const characters = toBase32(secret)
  const all = characters + checkGroup(secret)
  return new Sensitive((all.match(new RegExp(`.{${String(GROUP_CHARACTERS)}}`, 'g')) ?? []).join('-'))
}

/**
 * Reads a typed code, forgiving of case, blanks and look-alikes.
 * @throws {ServiceError} WrongRecoveryCode: it cannot be a code, with the reason: a typing mistake is no miss
 */
export function parseRecoveryCode(typed: Sensitive<string>): Uint8Array {
  const characters = normalizeRecoveryCode(typed.reveal())
  const wanted = CODE_CHARACTERS + GROUP_CHARACTERS
  if (characters.length !== wanted) throw mistyped(`A recovery code has ${String(wanted)} letters and digits; this has ${String(characters.length)}.`)
  if (!/^[0-9A-HJKMNP-TV-Z]*$/.test(characters)) throw mistyped('A recovery code has no letter U.')
  const secret = fromBase32(characters.slice(0, CODE_CHARACTERS))
  if (checkGroup(secret) !== characters.slice(CODE_CHARACTERS)) throw mistyped('A letter or digit is mistyped: the last group does not fit the others.')
  return secret
}

/** Keyed checks of each group, kept in the header so that typing groups back can be checked without the code. */
export function groupChecksOf(code: Sensitive<string>, slotId: string, rootKey: RootKey): readonly Uint8Array[] {
  return recoveryGroups(code.reveal()).map((group, index) => groupCheck(slotId, index + 1, group, rootKey))
}

/** The check of one typed group; positions count from 1. */
export function groupCheck(slotId: string, position: number, typed: string, rootKey: RootKey): Uint8Array {
  const mac = hmacSha256(rootKey.subkey('hdr'), `sv1/kit-group\0${slotId}\0${String(position)}\0`, normalizeRecoveryCode(typed))
  return Uint8Array.from(mac.subarray(0, CHECK_BYTES))
}

function mistyped(why: string): ServiceError {
  return new ServiceError('WrongRecoveryCode', why, { details: { mistyped: 'true' } })
}

function checkGroup(secret: Uint8Array): string {
  return toBase32(createHash('sha256').update('sv1/kit-check').update(secret).digest()).slice(0, GROUP_CHARACTERS)
}

function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let bitCount = 0
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff
    bitCount += 8
    while (bitCount >= 5) {
      bitCount -= 5
      text += ALPHABET[(bits >> bitCount) & 31] as string
    }
  }
  return text
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let bitCount = 0
  for (const character of text) {
    bits = ((bits << 5) | ALPHABET.indexOf(character)) & 0xffff
    bitCount += 5
    if (bitCount >= 8) {
      bitCount -= 8
      bytes.push((bits >> bitCount) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}
