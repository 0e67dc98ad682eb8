/** Any JSON value; objects are Maps where Coffer builds them, so that `__proto__` is a key like any other. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * The members of a JSON object in order, or null when the text is no JSON object. `__proto__` comes back as an ordinary key.
 * The text's size is the caller's to bound (a secret value is at most 65,536 bytes).
 */
export function parseJsonObject(text: string): ReadonlyMap<string, Json> | null {
  if (!/^\s*\{/.test(text)) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null
  return new Map(Object.entries(parsed as Record<string, Json>))
}

/** A JSON object's text from pairs; later pairs win, `__proto__` stays an ordinary key. `indent` is spaces, 0 for one line. */
export function jsonObjectText(pairs: Iterable<readonly [string, Json]>, indent = 0): string {
  const object: Record<string, Json> = {}
  for (const [key, value] of pairs) Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  return JSON.stringify(object, null, indent)
}

/** True for a JSON object, which an array and null are not. */
export function isJsonObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
