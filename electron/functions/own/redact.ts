import { stripVTControlCharacters } from 'node:util'
import type { SecretForms } from './secret-forms.ts'

/** What stands in place of a secret. */
export const MASK = '[redacted]'

/** A stretch of a text that may be shown, and where it began in what was given. */
export interface ShownPart {
  readonly bytes: Buffer
  readonly offset: number
}

/** The parts of a text with every secret in it masked; overlapping finds are one. */
export function redactBytes(bytes: Buffer, { patterns }: SecretForms): readonly ShownPart[] {
  const parts: ShownPart[] = []
  const mask = Buffer.from(MASK)
  let at = 0
  for (const [start, end] of findAll(bytes, patterns)) {
    if (start > at) parts.push({ bytes: bytes.subarray(at, start), offset: at })
    parts.push({ bytes: mask, offset: start })
    at = end
  }
  if (at < bytes.length) parts.push({ bytes: bytes.subarray(at), offset: at })
  return parts
}

/** A text without what moves a terminal's cursor or rings its bell; line ends and tabs stay. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
}

/** A text with every secret in it masked that is long enough to look for. */
export function maskText(text: string, forms: SecretForms): string {
  return Buffer.concat(redactBytes(Buffer.from(text), forms).map((part) => part.bytes)).toString('utf8')
}

/** A text with every secret in it masked. */
export function redactText(text: string, forms: SecretForms): string {
  const masked = maskText(text, forms)
  // A value too short to look for may be in it.
  return forms.hasShort && /password/i.test(masked) ? MASK : masked
}

function findAll(bytes: Buffer, patterns: readonly Buffer[]): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = []
  for (const pattern of patterns) {
    for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + 1)) found.push([at, at + pattern.length])
  }
  found.sort((left, right) => left[0] - right[0])
  const merged: [number, number][] = []
  for (const [start, end] of found) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}
