import type { Json } from '../../../shared/secret-kinds/json-object.ts'
import { parseJsonObject } from '../../../shared/secret-kinds/json-object.ts'
import { base64ToBytes } from '../../../shared/shape/base64.ts'
import type { SecretValue } from '../../store/secret-values.ts'

/** The name under which a value that is no JSON object is revealed as a whole. */
export const WHOLE_VALUE = '\u0000whole'

/** What every way to show a value needs. */
export interface ShownValueProps {
  /** Null while nothing of it is in sight. */
  readonly value: SecretValue | null
  readonly revealed: ReadonlySet<string>
  readonly onReveal: (...names: readonly string[]) => void
  readonly onHide: (...names: readonly string[]) => void
  /** A copy of a part, by what picks it from the value. */
  readonly copyPart: (what: string, pick: (value: SecretValue) => string) => () => Promise<void>
}

/** The members of a value that is a JSON object, or null. */
export function membersOf(value: SecretValue): ReadonlyMap<string, Json> | null {
  return value.SecretString === undefined ? null : parseJsonObject(value.SecretString)
}

/** A member as text: strings as they are, all else as JSON. */
export function memberText(member: Json | undefined): string {
  return typeof member === 'string' ? member : member === undefined ? '' : JSON.stringify(member)
}

/** The size of a value as AWS counts it. */
export function sizeBytesOf(value: SecretValue): number {
  if (value.SecretBinary !== undefined) return base64ToBytes(value.SecretBinary)?.length ?? 0
  return new TextEncoder().encode(value.SecretString ?? '').length
}
