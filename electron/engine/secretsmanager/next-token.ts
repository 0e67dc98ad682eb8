import { timingSafeEqual } from 'node:crypto'
import type { CallContext } from '../context.ts'
import { hmacSha256 } from '../crypto/hkdf.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

const MAC_BYTES = 16

type Position = number | string

/**
 * One page of a list that is sorted by `positionOf`, strictly rising. A token holds the last position, the account, region and
 * query, under a MAC: it stays right when secrets come and go in between, and a token that was not issued for this query is refused.
 * @throws ServiceError InvalidNextTokenException
 */
export function pageAfter<T>(
  context: CallContext,
  operation: string,
  query: unknown,
  items: readonly T[],
  positionOf: (item: T) => Position,
  limit: number,
  token: string | undefined,
  descending = false,
): { readonly page: readonly T[]; readonly nextToken: string | undefined } {
  const scope = JSON.stringify([operation, context.accountId, context.caller.region, query])
  let start = 0
  if (token !== undefined) {
    const last = readToken(context, scope, token)
    start = items.findIndex((item) => (descending ? positionOf(item) < last : positionOf(item) > last))
    if (start < 0) start = items.length
  }
  const page = items.slice(start, start + limit)
  const lastItem = page.at(-1)
  const nextToken = start + limit < items.length && lastItem !== undefined ? makeToken(context, scope, positionOf(lastItem)) : undefined
  return { page, nextToken }
}

function mac(context: CallContext, scope: string, position: string): Buffer {
  return hmacSha256(context.vault.rootKey.subkey('endpoint'), 'next-token\0', scope, '\0', position).subarray(0, MAC_BYTES)
}

function makeToken(context: CallContext, scope: string, position: Position): string {
  const text = JSON.stringify(position)
  return Buffer.concat([mac(context, scope, text), Buffer.from(text, 'utf8')]).toString('base64url')
}

function readToken(context: CallContext, scope: string, token: string): Position {
  const bytes = Buffer.from(token, 'base64url')
  const text = bytes.subarray(MAC_BYTES).toString('utf8')
  if (bytes.length <= MAC_BYTES || !timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(context, scope, text))) {
    throw secretsManagerErrors.invalidNextToken()
  }
  return JSON.parse(text) as Position
}
