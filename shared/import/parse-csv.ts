import { foldKeyName } from '../secret-kinds/describe-value.ts'
import type { Json } from '../secret-kinds/json-object.ts'
import { jsonObjectText } from '../secret-kinds/json-object.ts'
import { nameFromText } from '../secret-kinds/secret-name.ts'
import type { CsvRow } from './csv-rows.ts'
import { parseCsvRows } from './csv-rows.ts'
import type { ImportDocument, ImportEntry, ImportProblem, ParsedContent } from './parsed-import.ts'
import { MAX_IMPORT_ENTRIES, MAX_IMPORT_PROBLEMS, refusedContent } from './parsed-import.ts'

/** Columns of the exports of password managers, folded, by what they mean. Columns in none of these lists keep their own name. */
const NAME_COLUMNS = ['name', 'title', 'account', 'secretname', 'secretid']
const FOLDER_COLUMNS = ['folder', 'group', 'grouping', 'vault']
const VALUE_COLUMNS = ['value', 'secret', 'secretstring']
const KEY_COLUMNS = ['key', 'variable', 'name', 'secretname']
const LEFT_OUT_COLUMNS = new Set(['favorite', 'fav', 'reprompt', 'type', 'archived', 'tags', 'lastmodified', 'created', 'collections'])
const KEY_BY_COLUMN: Readonly<Record<string, string>> = {
  loginuri: 'url',
  url: 'url',
  website: 'url',
  loginusername: 'username',
  username: 'username',
  loginpassword: 'password',
  password: 'password',
  logintotp: 'totp',
  otpauth: 'totp',
  totp: 'totp',
  extra: 'notes',
}

function columnKey(title: string): string {
  const folded = foldKeyName(title)
  return Object.hasOwn(KEY_BY_COLUMN, folded) ? (KEY_BY_COLUMN[folded] ?? title) : title.trim()
}

function indexOfAny(folded: readonly string[], names: readonly string[]): number {
  return folded.findIndex((title) => names.includes(title))
}

function entriesOf(rows: readonly CsvRow[], keyAt: number, valueAt: number): ParsedContent {
  const entries = new Map<string, ImportEntry>()
  const problems: ImportProblem[] = []
  for (const { line, cells } of rows) {
    const key = cells[keyAt]?.trim() ?? ''
    const value = cells[valueAt]
    const isBad = key === '' || value === undefined
    const message = isBad ? 'This row has no key or no value and is left out.' : entries.has(key) ? `${key} stands twice; the later row counts.` : null
    if (message !== null && problems.length < MAX_IMPORT_PROBLEMS) problems.push({ line, message })
    if (!isBad) entries.set(key, { key, value, line })
  }
  return { kind: 'entries', entries: [...entries.values()], problems }
}

function documentsOf(rows: readonly CsvRow[], titles: readonly string[], nameAt: number, folderAt: number): ParsedContent {
  const folded = titles.map(foldKeyName)
  const valueAt = indexOfAny(folded, VALUE_COLUMNS)
  const skipped = new Set([nameAt, folderAt, ...folded.flatMap((title, index) => (LEFT_OUT_COLUMNS.has(title) ? [index] : []))])
  const documents: ImportDocument[] = []
  const problems: ImportProblem[] = []
  const names = new Map<string, number>()
  for (const { line, cells } of rows) {
    const title = nameFromText([folderAt === -1 ? '' : (cells[folderAt] ?? ''), cells[nameAt] ?? ''].filter((part) => part.trim() !== '').join('/'))
    const pairs: [string, Json][] = []
    titles.forEach((column, index) => {
      const cell = cells[index] ?? ''
      if (!skipped.has(index) && cell !== '') pairs.push([columnKey(column), cell])
    })
    const only = valueAt === -1 ? undefined : cells[valueAt]
    if (title === '' || pairs.length === 0) {
      if (problems.length < MAX_IMPORT_PROBLEMS) problems.push({ line, message: 'This row has no name or no value and is left out.' })
      continue
    }
    const count = (names.get(title) ?? 0) + 1
    names.set(title, count)
    const secretString = pairs.length === 1 && only !== undefined && only !== '' ? only : jsonObjectText(pairs)
    documents.push({ name: count === 1 ? title : `${title}-${count}`, secretString, line })
  }
  return { kind: 'documents', documents, problems }
}

/**
 * Parses a CSV text for import: two columns of keys and values, or one secret a row with a column for its name (exports of Bitwarden, 1Password
 * and others). Titles become names that AWS takes, with the folder before them.
 */
export function parseCsvImport(text: string): ParsedContent {
  const { rows, isCut, unclosedQuoteLine } = parseCsvRows(text, MAX_IMPORT_ENTRIES + 1)
  if (unclosedQuoteLine !== null) return refusedContent('A quote opens in this row and never closes. Nothing of the file is imported.', unclosedQuoteLine)
  const [header, ...body] = rows
  if (header === undefined) return refusedContent('This CSV is empty.')
  const folded = header.cells.map(foldKeyName)
  const content = contentOfRows(header, folded, body)
  if (!isCut) return content
  return { ...content, problems: [...content.problems, { line: null, message: `More than ${MAX_IMPORT_ENTRIES} rows: the rest of the file is left out. Split the file.` }] }
}

function contentOfRows(header: CsvRow, folded: readonly string[], body: readonly CsvRow[]): ParsedContent {
  const keyAt = indexOfAny(folded, KEY_COLUMNS)
  const valueAt = indexOfAny(folded, VALUE_COLUMNS)
  if (header.cells.length === 2 && keyAt !== -1 && valueAt !== -1) return entriesOf(body, keyAt, valueAt)
  const nameAt = indexOfAny(folded, NAME_COLUMNS)
  if (nameAt !== -1 && header.cells.length > 1) return documentsOf(body, header.cells, nameAt, indexOfAny(folded, FOLDER_COLUMNS))
  // Two columns without titles are keys and values from the first line on.
  if (header.cells.length === 2) return entriesOf([header, ...body], 0, 1)
  return refusedContent('This CSV names no secrets: its first line needs a column called name or title, or two columns, key and value.', header.line)
}
