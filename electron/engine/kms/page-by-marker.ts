import { kmsErrors } from './kms-errors.ts'

/** One page of a list in KMS's manner: Marker names the first item of the next page. */
export function pageByMarker<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  limit: number,
  marker: string | undefined,
): { readonly page: readonly T[]; readonly nextMarker: string | undefined; readonly truncated: boolean } {
  let start = 0
  if (marker !== undefined) {
    const wanted = Buffer.from(marker, 'base64url').toString('utf8')
    start = items.findIndex((item) => idOf(item) === wanted)
    if (start < 0) throw kmsErrors.invalidMarker()
  }
  const next = items[start + limit]
  return {
    page: items.slice(start, start + limit),
    nextMarker: next === undefined ? undefined : Buffer.from(idOf(next), 'utf8').toString('base64url'),
    truncated: next !== undefined,
  }
}
