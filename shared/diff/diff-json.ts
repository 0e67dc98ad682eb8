import type { Json } from '../secret-kinds/json-object.ts'
import { isJsonObject, parseJsonObject } from '../secret-kinds/json-object.ts'

export type DiffStatus = 'added' | 'removed' | 'changed' | 'same'

/** One key of two JSON objects; `before` and `after` are absent where the key is. */
export interface KeyDifference {
  readonly path: readonly string[]
  readonly status: DiffStatus
  readonly before?: Json
  readonly after?: Json
}

/** Objects nested deeper than this are compared as one value, so that a hostile value cannot exhaust the stack. */
const MAX_DEPTH = 16

/** The same text for equal JSON values whatever the order of their keys. */
function canonicalText(value: Json, depth = 0): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  // Past the depth bound the order of keys counts: reported as changed at worst, never as the same.
  if (depth > MAX_DEPTH) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalText(item, depth + 1)).join(',')}]`
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member, depth + 1)}`).join(',')}}`
}

function isSameJson(before: Json, after: Json): boolean {
  try {
    return canonicalText(before) === canonicalText(after)
  } catch (error) {
    // A value nested beyond the stack cannot be compared; to call it changed loses nothing.
    if (error instanceof RangeError) return false
    throw error
  }
}

function compare(before: Json | undefined, after: Json | undefined, path: readonly string[], into: KeyDifference[]): void {
  if (before === undefined || after === undefined) {
    if (after !== undefined) into.push({ path, status: 'added', after })
    else if (before !== undefined) into.push({ path, status: 'removed', before })
    return
  }
  if (path.length < MAX_DEPTH && isJsonObject(before) && isJsonObject(after) && Object.keys(before).length > 0 && Object.keys(after).length > 0) {
    compareMembers(new Map(Object.entries(before)), new Map(Object.entries(after)), path, into)
    return
  }
  into.push({ path, status: isSameJson(before, after) ? 'same' : 'changed', before, after })
}

function compareMembers(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>, path: readonly string[], into: KeyDifference[]): void {
  for (const [key, value] of before) compare(value, after.get(key), [...path, key], into)
  for (const [key, value] of after) if (!before.has(key)) compare(undefined, value, [...path, key], into)
}

/** Differences of two JSON objects, key by key in the order of `before`, then what was added; nested objects by path, arrays as one value. */
export function diffJsonObjects(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): readonly KeyDifference[] {
  const differences: KeyDifference[] = []
  compareMembers(before, after, [], differences)
  return differences
}

export type ValueDifference =
  | { readonly kind: 'keys'; readonly keys: readonly KeyDifference[]; readonly isSame: boolean }
  | { readonly kind: 'text'; readonly isSame: boolean }

/** Compares two secret strings: by keys when both are JSON objects, else as text. */
export function diffSecretStrings(before: string, after: string): ValueDifference {
  const beforeObject = parseJsonObject(before)
  const afterObject = parseJsonObject(after)
  if (beforeObject === null || afterObject === null) return { kind: 'text', isSame: before === after }
  const keys = diffJsonObjects(beforeObject, afterObject)
  return { kind: 'keys', keys, isSame: keys.every((key) => key.status === 'same') }
}

/** A path as a person reads it: `pool.max`, with quotes where a key has other characters than letters, digits, `_` and `-`. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.')
}

/** Names of the top-level keys that were added, removed or changed. */
export function changedTopLevelKeys(differences: readonly KeyDifference[]): {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
} {
  const added = new Set<string>()
  const removed = new Set<string>()
  const changed = new Set<string>()
  for (const { path, status } of differences) {
    const [top] = path
    if (top === undefined || status === 'same') continue
    if (path.length > 1) changed.add(top)
    else if (status === 'added') added.add(top)
    else if (status === 'removed') removed.add(top)
    else changed.add(top)
  }
  return { added: [...added], removed: [...removed], changed: [...changed] }
}
