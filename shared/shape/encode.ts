import { Sensitive } from '../sensitive.ts'
import { bytesToBase64 } from './base64.ts'
import type { Shape, StructureShape } from './shape.ts'

/** Turns the engine form into the wire form; absent members are left out, as AWS does. */
export function encode(shape: StructureShape<any>, value: unknown): unknown {
  return encodeAny(shape, value, false)
}

/** The wire form with every sensitive member replaced by `[redacted]`: what a log may hold. */
export function encodeRedacted(shape: StructureShape<any>, value: unknown): unknown {
  return encodeAny(shape, value, true)
}

function encodeAny(shape: Shape, given: unknown, isRedacted: boolean): unknown {
  if (isRedacted && (given instanceof Sensitive || ('sensitive' in shape && shape.sensitive))) return '[redacted]'
  const value = given instanceof Sensitive ? given.reveal() : given
  switch (shape.kind) {
    case 'string':
      return value
    case 'blob':
      return bytesToBase64(value as Uint8Array)
    case 'timestamp':
      return (value as number) / 1000
    case 'integer':
    case 'boolean':
      return value
    case 'list':
      return (value as readonly unknown[]).map((element) => encodeAny(shape.element, element, isRedacted))
    case 'map':
      return Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([key, element]) => [key, encodeAny(shape.value, element, isRedacted)]))
    case 'structure': {
      const source = value as Record<string, unknown>
      const result: Record<string, unknown> = {}
      for (const name in shape.members) {
        const member = shape.members[name]
        const given = source[name]
        if (given === undefined) continue
        result[name] = encodeAny(member.kind === 'required' ? member.shape : member, given, isRedacted)
      }
      return result
    }
  }
}
