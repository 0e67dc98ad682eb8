import type { StructureShape, Value, Wire } from '../shape/shape.ts'

export type Door = 'window' | 'endpoint' | 'cli' | 'scheduler' | 'function'

/** What every operation declares once: its shapes and the facts that doors and pipeline need. */
export interface Operation<I extends StructureShape<any> = StructureShape<any>, O extends StructureShape<any> | null = StructureShape<any> | null> {
  readonly input: I
  /** Null for operations without an answer; AWS sends an empty body for those. */
  readonly output: O
  /** True when the operation may change the vault: it runs in a write transaction and is audited before and after. */
  readonly mutates: boolean
  /** The state of the vault it needs. */
  readonly needs: 'unsealed' | 'any-state'
  /** Doors that may call it. */
  readonly doors: readonly Door[]
}

const EVERY_DOOR: readonly Door[] = ['window', 'endpoint', 'cli', 'scheduler', 'function']
const OWN_DOORS: readonly Door[] = ['window', 'cli']

/** An operation of an AWS service: any door, unsealed vault. */
export function awsOperation<I extends StructureShape<any>, O extends StructureShape<any> | null>(
  kind: 'reads' | 'writes',
  input: I,
  output: O,
): Operation<I, O> {
  return { input, output, mutates: kind === 'writes', needs: 'unsealed', doors: EVERY_DOOR }
}

/** An operation that AWS has no word for; it never answers on the AWS endpoint. */
export function workbenchOperation<I extends StructureShape<any>, O extends StructureShape<any> | null>(
  kind: 'reads' | 'writes',
  needs: 'unsealed' | 'any-state',
  input: I,
  output: O,
): Operation<I, O> {
  return { input, output, mutates: kind === 'writes', needs, doors: OWN_DOORS }
}

export type WireInputOf<T extends Operation> = Wire<T['input']>
export type WireOutputOf<T extends Operation> = T['output'] extends StructureShape<any> ? Wire<T['output']> : undefined
export type InputOf<T extends Operation> = Value<T['input']>
export type OutputOf<T extends Operation> = T['output'] extends StructureShape<any> ? Value<T['output']> : void
