import { timingSafeEqual } from 'node:crypto'
import { Sensitive } from '../../../shared/sensitive.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

/** A secret value in the engine: bytes, and whether they are text. Only what opens or seals it holds one. */
export interface SecretValue {
  readonly kind: 'string' | 'binary'
  readonly bytes: Uint8Array
}

interface ValueMembers {
  readonly SecretString?: Sensitive<string> | undefined
  readonly SecretBinary?: Sensitive<Uint8Array> | undefined
}

/** The value that a request carries, or null. Both forms at once are refused in AWS's words. */
export function valueOfInput(input: ValueMembers): SecretValue | null {
  if (input.SecretString !== undefined && input.SecretBinary !== undefined) throw secretsManagerErrors.bothValues()
  if (input.SecretString !== undefined) return { kind: 'string', bytes: Buffer.from(input.SecretString.reveal(), 'utf8') }
  if (input.SecretBinary !== undefined) return { kind: 'binary', bytes: input.SecretBinary.reveal() }
  return null
}

/** The members of an answer that carry a value. */
export function valueMembers(value: SecretValue): { readonly SecretString: Sensitive<string> } | { readonly SecretBinary: Sensitive<Uint8Array> } {
  return value.kind === 'string'
    ? { SecretString: new Sensitive(Buffer.from(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength).toString('utf8')) }
    : { SecretBinary: new Sensitive(Uint8Array.from(value.bytes)) }
}

/** Same kind and same bytes, compared in constant time. */
export function sameValue(left: SecretValue, right: SecretValue): boolean {
  return left.kind === right.kind && left.bytes.length === right.bytes.length && timingSafeEqual(left.bytes, right.bytes)
}
