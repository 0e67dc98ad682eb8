import type { Json } from '../secret-kinds/json-object.ts'
import type { ImportFormat } from './import-format.ts'

export const MAX_IMPORT_BYTES = 4_000_000
export const MAX_IMPORT_ENTRIES = 20_000
/** A hostile file may be wrong on every line; the first few say it. */
export const MAX_IMPORT_PROBLEMS = 200

export interface ImportProblem {
  /** Counted from 1; null when the trouble is with the whole text. */
  readonly line: number | null
  /** What is wrong and what happens with it; never a value. */
  readonly message: string
}

/** One key with its value; `line` is where it starts, counted from 1. */
export interface ImportEntry {
  readonly key: string
  readonly value: Json
  readonly line: number | null
}

/** A whole secret of a file that names its secrets itself. */
export interface ImportDocument {
  readonly name: string
  readonly secretString?: string
  /** Base64. */
  readonly secretBinary?: string
  readonly description?: string
  readonly line: number | null
}

/** What a file holds: keys with values whose layout is a person's choice, or secrets that have names of their own. */
export type ParsedImport =
  | { readonly format: ImportFormat; readonly kind: 'entries'; readonly entries: readonly ImportEntry[]; readonly problems: readonly ImportProblem[] }
  | { readonly format: ImportFormat; readonly kind: 'documents'; readonly documents: readonly ImportDocument[]; readonly problems: readonly ImportProblem[] }

/** A parser's answer before the format is known. */
export type ParsedContent =
  | { readonly kind: 'entries'; readonly entries: readonly ImportEntry[]; readonly problems: readonly ImportProblem[] }
  | { readonly kind: 'documents'; readonly documents: readonly ImportDocument[]; readonly problems: readonly ImportProblem[] }

/** A parser's answer for a text that it refuses whole. */
export function refusedContent(message: string, line: number | null = null): ParsedContent {
  return { kind: 'entries', entries: [], problems: [{ line, message }] }
}

/** The line of a character, counted from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
