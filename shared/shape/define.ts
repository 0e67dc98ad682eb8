import type { BlobShape, BooleanShape, IntegerShape, ListShape, MapShape, Members, RequiredMember, Shape, StringShape, StructureShape, TimestampShape } from './shape.ts'

interface StringConstraints {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
  readonly measure?: 'characters' | 'bytes'
}

function lengths(constraints: { readonly min?: number; readonly max?: number }): { minLength?: number; maxLength?: number } {
  return {
    ...(constraints.min === undefined ? {} : { minLength: constraints.min }),
    ...(constraints.max === undefined ? {} : { maxLength: constraints.max }),
  }
}

/** A string; lengths count code points unless `measure` says bytes. */
export function string(constraints: StringConstraints = {}): StringShape<string, false> {
  return {
    kind: 'string',
    ...lengths(constraints),
    measure: constraints.measure ?? 'characters',
    ...(constraints.pattern === undefined ? {} : { pattern: constraints.pattern }),
    sensitive: false,
  }
}

/** A string that is redacted everywhere and travels in the engine as `Sensitive<string>`. */
export function sensitiveString(constraints: StringConstraints = {}): StringShape<string, true> {
  return { ...string(constraints), sensitive: true }
}

/** One of a fixed set of strings, listed in the order that AWS prints them in. */
export function enumeration<const L extends string>(...values: readonly L[]): StringShape<L, false> {
  return { kind: 'string', measure: 'characters', values, sensitive: false }
}

/** Bytes; base64 text on the wire. */
export function blob(constraints: { readonly min?: number; readonly max?: number } = {}): BlobShape<false> {
  return { kind: 'blob', ...lengths(constraints), sensitive: false }
}

/** Bytes that are redacted everywhere and travel in the engine as `Sensitive<Uint8Array>`. */
export function sensitiveBlob(constraints: { readonly min?: number; readonly max?: number } = {}): BlobShape<true> {
  return { kind: 'blob', ...lengths(constraints), sensitive: true }
}

/** A whole number. */
export function integer(constraints: { readonly min?: number; readonly max?: number } = {}): IntegerShape {
  return {
    kind: 'integer',
    ...(constraints.min === undefined ? {} : { minimum: constraints.min }),
    ...(constraints.max === undefined ? {} : { maximum: constraints.max }),
  }
}

export function boolean(): BooleanShape {
  return { kind: 'boolean' }
}

export function timestamp(): TimestampShape {
  return { kind: 'timestamp' }
}

export function list<E extends Shape>(element: E, constraints: { readonly min?: number; readonly max?: number } = {}): ListShape<E> {
  return {
    kind: 'list',
    element,
    ...(constraints.min === undefined ? {} : { minItems: constraints.min }),
    ...(constraints.max === undefined ? {} : { maxItems: constraints.max }),
  }
}

export function map<V extends Shape>(value: V): MapShape<V> {
  return { kind: 'map', value }
}

export function structure<M extends Members>(members: M): StructureShape<M> {
  return { kind: 'structure', members }
}

/** Marks a member that must be present. */
export function required<S extends Shape>(shape: S): RequiredMember<S> {
  return { kind: 'required', shape }
}
