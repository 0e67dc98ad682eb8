/** Throws when a promise of the code itself is broken; `why` says what was promised, never a value. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${why}`)
}

/** Makes the compiler check that a switch handles every case. */
export function assertNever(_value: never, why: string): never {
  throw new Error(`Invariant broken: ${why}`)
}
