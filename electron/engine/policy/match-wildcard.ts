import type { GlobPart } from './policy-pattern.ts'

/** A compiled pattern: the stretches between the `*`s. One segment means that the whole text must be that segment. */
export interface Glob {
  readonly segments: readonly GlobSegment[]
  readonly minLength: number
}

interface GlobSegment {
  readonly text: string
  /** For each character whether it is `?`; null when none is. */
  readonly anyOne: readonly boolean[] | null
}

/**
 * Compiles `*` (any run, empty too, `/` and `:` included) and `?` (exactly one character).
 * Runs of `*` count as one.
 */
export function compileGlob(parts: readonly GlobPart[]): Glob {
  const segments: GlobSegment[] = []
  let text = ''
  let anyOne: boolean[] = []
  const close = (): void => {
    segments.push({ text, anyOne: anyOne.includes(true) ? anyOne : null })
    text = ''
    anyOne = []
  }
  for (const part of parts) {
    if (part.kind === 'run') {
      // An empty stretch between two `*` adds nothing; the first one stays as the anchor at the start.
      if (text !== '' || segments.length === 0) close()
    } else if (part.kind === 'one') {
      text += '?'
      anyOne.push(true)
    } else {
      text += part.text
      for (let at = 0; at < part.text.length; at++) anyOne.push(false)
    }
  }
  close()
  return { segments, minLength: segments.reduce((sum, segment) => sum + segment.text.length, 0) }
}

/**
 * Whether the whole text matches. Segments are found leftmost first, which is never wrong since each has a fixed length,
 * so nothing is tried again: the work is at most text length squared, whatever the pattern.
 */
export function matchGlob(glob: Glob, text: string): boolean {
  const { segments } = glob
  if (text.length < glob.minLength) return false
  const first = segments[0] as GlobSegment
  if (segments.length === 1) return text.length === first.text.length && isAt(first, text, 0)
  const last = segments[segments.length - 1] as GlobSegment
  const limit = text.length - last.text.length
  if (!isAt(first, text, 0) || !isAt(last, text, limit)) return false
  let position = first.text.length
  for (let index = 1; index < segments.length - 1; index++) {
    const segment = segments[index] as GlobSegment
    const found = findFrom(segment, text, position)
    if (found === -1) return false
    position = found + segment.text.length
    if (position > limit) return false
  }
  return position <= limit
}

function findFrom(segment: GlobSegment, text: string, from: number): number {
  if (segment.anyOne === null) return text.indexOf(segment.text, from)
  for (let at = from; at + segment.text.length <= text.length; at++) if (isAt(segment, text, at)) return at
  return -1
}

function isAt(segment: GlobSegment, text: string, at: number): boolean {
  if (segment.anyOne === null) return text.startsWith(segment.text, at)
  for (let index = 0; index < segment.text.length; index++) {
    if (!segment.anyOne[index] && segment.text.charCodeAt(index) !== text.charCodeAt(at + index)) return false
  }
  return true
}
