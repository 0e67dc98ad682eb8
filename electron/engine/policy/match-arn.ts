import { compileGlob, matchGlob } from './match-wildcard.ts'
import type { Glob } from './match-wildcard.ts'
import type { GlobPart } from './policy-pattern.ts'

const ARN_PARTS = 6

/** One glob for each of the six parts of an ARN; `any` is the bare `*`. */
export type ArnPattern = { readonly any: true } | { readonly any: false; readonly parts: readonly Glob[] }

/**
 * Compiles the pattern of an ARN condition: six parts, wildcards within each, a `*` does not reach over a colon except in
 * the last part. Null when the pattern has not six parts; such a pattern matches nothing.
 * Source: IAM user guide, "Amazon Resource Name (ARN) condition operators".
 */
export function compileArnPattern(source: readonly GlobPart[]): ArnPattern | null {
  if (source.length === 1 && source[0]?.kind === 'run') return { any: true }
  const parts: GlobPart[][] = [[]]
  for (const piece of source) {
    if (piece.kind !== 'text') {
      parts[parts.length - 1]?.push(piece)
      continue
    }
    const [head, ...rest] = splitColons(piece.text, ARN_PARTS - parts.length)
    parts[parts.length - 1]?.push({ kind: 'text', text: head as string })
    for (const text of rest) parts.push([{ kind: 'text', text }])
  }
  return parts.length === ARN_PARTS ? { any: false, parts: parts.map(compileGlob) } : null
}

/** Whether an ARN matches part by part; case-sensitive. A text that is no ARN matches only the bare `*`. */
export function matchArn(pattern: ArnPattern, arn: string): boolean {
  if (pattern.any) return true
  const parts = splitColons(arn, ARN_PARTS - 1)
  return parts.length === ARN_PARTS && pattern.parts.every((glob, index) => matchGlob(glob, parts[index] as string))
}

/** Splits at the first `limit` colons; the last piece keeps the rest. */
function splitColons(text: string, limit: number): string[] {
  const pieces: string[] = []
  let from = 0
  while (pieces.length < limit) {
    const colon = text.indexOf(':', from)
    if (colon === -1) break
    pieces.push(text.slice(from, colon))
    from = colon + 1
  }
  pieces.push(text.slice(from))
  return pieces
}
