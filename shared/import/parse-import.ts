import type { ImportFormat } from './import-format.ts'
import { sniffImportFormat } from './import-format.ts'
import { parseCsvImport } from './parse-csv.ts'
import { parseEnv } from './parse-env.ts'
import { parseIniImport } from './parse-ini.ts'
import { parseJsonImport } from './parse-json.ts'
import { parseYamlImport } from './parse-yaml.ts'
import type { ParsedContent, ParsedImport } from './parsed-import.ts'
import { MAX_IMPORT_BYTES, refusedContent } from './parsed-import.ts'

const PARSERS: Readonly<Record<ImportFormat, (text: string) => ParsedContent>> = {
  env: parseEnv,
  json: parseJsonImport,
  yaml: parseYamlImport,
  csv: parseCsvImport,
  'aws-credentials': parseIniImport,
}

export interface ImportSource {
  /** `auto` or absent: by the file's name, else by the look of the text. */
  readonly format?: ImportFormat | 'auto' | undefined
  readonly fileName?: string | undefined
  readonly text: string
}

/**
 * Reads a text into keys or named secrets. It never throws for what is in the text: `problems` says, with lines counted from 1 and never a value,
 * what was left out. Bounded: at most 4 MB, 20,000 entries; time grows in line with the size.
 */
export function parseImport(source: ImportSource): ParsedImport {
  const text = source.text.replace(/^\uFEFF/, '')
  const format = source.format === undefined || source.format === 'auto' ? sniffImportFormat(text, source.fileName) : source.format
  return { format, ...contentOf(format, text) }
}

function contentOf(format: ImportFormat, text: string): ParsedContent {
  if (text.length > MAX_IMPORT_BYTES || new TextEncoder().encode(text).length > MAX_IMPORT_BYTES) {
    return refusedContent('An import takes at most 4 MB at a time. Split the file.')
  }
  if (text.includes('\u0000')) return refusedContent('This is no text file: it holds zero bytes. Make a binary secret of it instead.')
  if (text.trim() === '') return refusedContent('There is nothing in this text.')
  return PARSERS[format](text)
}
