/** A whole number from 0 to `limit` - 1, each equally likely, from the runtime's cryptographic source. */
export function randomBelow(limit: number): number {
  const range = 2 ** 32
  const fair = range - (range % limit)
  const drawn = new Uint32Array(1)
  do crypto.getRandomValues(drawn)
  while ((drawn[0] ?? 0) >= fair)
  return (drawn[0] ?? 0) % limit
}
