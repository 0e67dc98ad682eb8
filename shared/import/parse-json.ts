import type { Json } from '../secret-kinds/json-object.ts'
import { isJsonObject } from '../secret-kinds/json-object.ts'
import { findJsonProblem } from '../secret-kinds/json-problem.ts'
import type { ImportDocument, ImportEntry, ParsedContent } from './parsed-import.ts'
import { MAX_IMPORT_ENTRIES, refusedContent } from './parsed-import.ts'

/** Nested deeper than this no secret is; deeper data is refused before anything walks it. */
const MAX_DEPTH = 64

function isDeeperThan(value: Json, depth: number): boolean {
  if (value === null || typeof value !== 'object') return false
  if (depth === 0) return true
  return Object.values(value as Record<string, Json>).some((member) => isDeeperThan(member, depth - 1))
}

/**
 * Entries or named secrets of plain data, whatever file it came from. Named secrets have the shape of AWS's BatchGetSecretValue answer
 * (`{"SecretValues": [{"Name", "SecretString" | "SecretBinary"}]}`), which is also what the JSON export writes.
 */
export function contentOfJson(data: Json, formatLabel: string): ParsedContent {
  if (isDeeperThan(data, MAX_DEPTH)) return refusedContent(`This ${formatLabel} is nested deeper than ${MAX_DEPTH} levels. Nothing of it is imported.`)
  const named = namedSecrets(data)
  if (named !== null) return named
  if (!isJsonObject(data)) {
    return refusedContent(`This ${formatLabel} holds no keys at its top level. An import needs an object of keys, or a list of secrets with Name and SecretString.`)
  }
  const pairs = Object.entries(data)
  const entries: ImportEntry[] = pairs.slice(0, MAX_IMPORT_ENTRIES).map(([key, value]) => ({ key, value, line: null }))
  const problems =
    pairs.length > MAX_IMPORT_ENTRIES ? [{ line: null, message: `More than ${MAX_IMPORT_ENTRIES} keys: the rest of the file is left out. Split the file.` }] : []
  return { kind: 'entries', entries, problems }
}

function member(object: { readonly [key: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function namedSecrets(data: Json): ParsedContent | null {
  const list = isJsonObject(data) ? member(data, 'SecretValues') : data
  if (!Array.isArray(list) || list.length === 0) return null
  const items = list as readonly Json[]
  if (!items.every((item) => isJsonObject(item) && typeof member(item, 'Name') === 'string')) return null
  const documents: ImportDocument[] = []
  const problems: { line: null; message: string }[] = []
  for (const item of items.slice(0, MAX_IMPORT_ENTRIES)) {
    if (!isJsonObject(item)) continue
    const name = String(member(item, 'Name'))
    const secretString = member(item, 'SecretString')
    const secretBinary = member(item, 'SecretBinary')
    const description = member(item, 'Description')
    if (typeof secretString !== 'string' && typeof secretBinary !== 'string') {
      problems.push({ line: null, message: `${name} has neither SecretString nor SecretBinary and is left out.` })
      continue
    }
    documents.push({
      name,
      line: null,
      ...(typeof secretString === 'string' ? { secretString } : { secretBinary: String(secretBinary) }),
      ...(typeof description === 'string' && description !== '' ? { description } : {}),
    })
  }
  if (items.length > MAX_IMPORT_ENTRIES) problems.push({ line: null, message: `More than ${MAX_IMPORT_ENTRIES} secrets: the rest of the file is left out.` })
  return { kind: 'documents', documents, problems }
}

/** Parses a JSON text for import; malformed JSON is refused with the line and without quoting the text. */
export function parseJsonImport(text: string): ParsedContent {
  let data: Json
  try {
    data = JSON.parse(text) as Json
  } catch {
    const problem = findJsonProblem(text)
    return refusedContent(
      problem === null ? 'This is no JSON. Nothing of it is imported.' : `${problem.message} (column ${problem.column}) Nothing of the file is imported.`,
      problem?.line ?? null,
    )
  }
  const content = contentOfJson(data, 'JSON')
  const warning = findJsonProblem(text)
  return warning === null ? content : { ...content, problems: [...content.problems, { line: warning.line, message: warning.message }] }
}
