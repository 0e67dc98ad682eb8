import { Sensitive } from '../sensitive.ts'
import { bytesToBase64 } from './base64.ts'
import type { Shape, StructureShape } from './shape.ts'

/** Turns the engine form into the wire form; absent members are left out, as AWS does. */
export function encode(shape: StructureShape<any>, value: unknown): unknown {
  return encodeAny(shape, value, (sensitive) => sensitive)
}

/** The wire form with every sensitive member replaced by `[redacted]`: what a log may hold. */
export function encodeRedacted(shape: StructureShape<any>, value: unknown): unknown {
  return encodeAny(shape, value, () => '[redacted]')
}

function encodeAny(shape: Shape, value: unknown, showSensitive: (wire: unknown) => unknown): unknown {
  switch (shape.kind) {
    case 'string':
      return value instanceof Sensitive ? showSensitive(value.reveal()) : value
    case 'blob': {
      if (value instanceof Sensitive) return showSensitive(bytesToBase64(value.reveal() as Uint8Array))
      return bytesToBase64(value as Uint8Array)
    }
    case 'timestamp':
      return (value as number) / 1000
    case 'integer':
    case 'boolean':
      return value
    case 'list':
      return (value as readonly unknown[]).map((element) => encodeAny(shape.element, element, showSensitive))
    case 'map': {
      const result: Record<string, unknown> = {}
      for (const [key, element] of Object.entries(value as Record<string, unknown>)) result[key] = encodeAny(shape.value, element, showSensitive)
      return result
    }
    case 'structure': {
      const source = value as Record<string, unknown>
      const result: Record<string, unknown> = {}
      for (const name in shape.members) {
        const member = shape.members[name]
        const given = source[name]
        if (given === undefined) continue
        result[name] = encodeAny(member.kind === 'required' ? member.shape : member, given, showSensitive)
      }
      return result
    }
  }
}
