import { invariant } from '../../../shared/assert.ts'

/**
 * The JSON text of plain data and a frozen copy made from it, so that memory and disk can never differ.
 * @throws when something in it is not plain JSON data and would silently change: NaN, a Date, bytes, a function
 */
export function freezeJson(data: unknown): { readonly json: string; readonly value: unknown } {
  requirePlain(data)
  const json = JSON.stringify(data)
  return { json, value: parseFrozen(json) }
}

/** Parses JSON text and freezes all of it. */
export function parseFrozen(json: string): unknown {
  const value: unknown = JSON.parse(json)
  freezeDeep(value)
  return value
}

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const inner of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) if (typeof inner === 'object') freezeDeep(inner)
  Object.freeze(value)
}

function requirePlain(value: unknown): void {
  if (value === null || value === undefined) return
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return
    case 'number':
      return invariant(Number.isFinite(value), 'a stored number is finite')
    case 'object': {
      if (Array.isArray(value)) {
        for (const item of value) {
          invariant(item !== undefined, 'a stored array has no holes')
          requirePlain(item)
        }
        return
      }
      const prototype: unknown = Object.getPrototypeOf(value)
      invariant(prototype === Object.prototype || prototype === null, 'a stored object is plain data')
      for (const key of Object.keys(value)) requirePlain((value as Record<string, unknown>)[key])
      return
    }
    default:
      invariant(false, 'a stored row holds JSON data only')
  }
}
