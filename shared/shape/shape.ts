import type { Sensitive } from '../sensitive.ts'

/**
 * Shapes describe the members of an operation the way AWS's service models do: type, constraints and sensitivity.
 * From one shape follow the wire type, the engine type, parsing with AWS's errors, and redaction.
 */
export interface StringShape<L extends string = string, S extends boolean = boolean> {
  readonly kind: 'string'
  readonly minLength?: number
  readonly maxLength?: number
  /** What the lengths count: Unicode code points, or UTF-8 bytes for values whose quota AWS states in bytes. */
  readonly measure: 'characters' | 'bytes'
  readonly pattern?: RegExp
  readonly values?: readonly L[]
  readonly sensitive: S
}

export interface BlobShape<S extends boolean = boolean> {
  readonly kind: 'blob'
  readonly minLength?: number
  readonly maxLength?: number
  readonly sensitive: S
}

export interface IntegerShape {
  readonly kind: 'integer'
  readonly minimum?: number
  readonly maximum?: number
}

export interface BooleanShape {
  readonly kind: 'boolean'
}

/** Epoch seconds with milliseconds on the wire, epoch milliseconds in the engine. */
export interface TimestampShape {
  readonly kind: 'timestamp'
}

export interface ListShape<E extends Shape = Shape> {
  readonly kind: 'list'
  readonly element: E
  readonly minItems?: number
  readonly maxItems?: number
}

export interface MapShape<V extends Shape = Shape> {
  readonly kind: 'map'
  readonly value: V
}

export interface StructureShape<M extends Members = Members> {
  readonly kind: 'structure'
  readonly members: M
}

export type Shape =
  | StringShape<string, boolean>
  | BlobShape<boolean>
  | IntegerShape
  | BooleanShape
  | TimestampShape
  | ListShape<any>
  | MapShape<any>
  | StructureShape<any>

export interface RequiredMember<S extends Shape = Shape> {
  readonly kind: 'required'
  readonly shape: S
}

export type Members = Readonly<Record<string, Shape | RequiredMember<any>>>

type RequiredKeys<M extends Members> = { [K in keyof M]: M[K] extends RequiredMember<any> ? K : never }[keyof M]
type OptionalKeys<M extends Members> = Exclude<keyof M, RequiredKeys<M>>
type ShapeOf<X> = X extends RequiredMember<infer S> ? S : X
type Flat<T> = { [K in keyof T]: T[K] }

/** JSON-friendly form: blobs are base64 text, timestamps epoch seconds, sensitive strings plain. */
export type Wire<S> =
  S extends StringShape<infer L, boolean> ? L
  : S extends BlobShape<boolean> ? string
  : S extends IntegerShape | TimestampShape ? number
  : S extends BooleanShape ? boolean
  : S extends ListShape<infer E> ? readonly Wire<E>[]
  : S extends MapShape<infer V> ? Readonly<Record<string, Wire<V>>>
  : S extends StructureShape<infer M> ? WireMembers<M>
  : never
export type WireMembers<M extends Members> = Flat<
  { readonly [K in RequiredKeys<M>]: Wire<ShapeOf<M[K]>> } & { readonly [K in OptionalKeys<M>]?: Wire<ShapeOf<M[K]>> | undefined }
>

/** Engine form: blobs are bytes, timestamps epoch milliseconds, sensitive members are `Sensitive<T>`. */
export type Value<S> =
  S extends StringShape<infer L, infer Q> ? (Q extends true ? Sensitive<L> : L)
  : S extends BlobShape<infer Q> ? (Q extends true ? Sensitive<Uint8Array> : Uint8Array)
  : S extends IntegerShape | TimestampShape ? number
  : S extends BooleanShape ? boolean
  : S extends ListShape<infer E> ? readonly Value<E>[]
  : S extends MapShape<infer V> ? Readonly<Record<string, Value<V>>>
  : S extends StructureShape<infer M> ? ValueMembers<M>
  : never
export type ValueMembers<M extends Members> = Flat<
  { readonly [K in RequiredKeys<M>]: Value<ShapeOf<M[K]>> } & { readonly [K in OptionalKeys<M>]?: Value<ShapeOf<M[K]>> | undefined }
>
