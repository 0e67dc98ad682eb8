import type { Json } from '../secret-kinds/json-object.ts'
import { jsonObjectText, parseJsonObject } from '../secret-kinds/json-object.ts'
import { findJsonProblem } from '../secret-kinds/json-problem.ts'

/** One row of the key/value editor. `kind` says how the text becomes JSON: as a string, or as the JSON that it is. */
export interface EditedField {
  readonly id: string
  readonly key: string
  readonly text: string
  readonly kind: 'string' | 'json'
}

/** Why a text cannot be edited as a table without losing something, or null when it can. */
export function tableProblem(text: string): string | null {
  if (text.trim() === '') return null
  const problem = findJsonProblem(text)
  if (problem?.severity === 'error') return `Line ${problem.line}, column ${problem.column}: ${problem.message}`
  const object = parseJsonObject(text)
  if (object === null) return 'The table is for a JSON object, which this value is not.'
  if (object.has('')) return 'One key of this object is empty, and the table leaves such rows out.'
  if (problem !== null) return `Line ${problem.line}: ${problem.message} The table would lose it.`
  return null
}

/** The rows of a JSON object; empty for a text without any. `nextId` makes ids for the rows. */
export function fieldsOf(text: string, nextId: () => string): readonly EditedField[] {
  const object = parseJsonObject(text)
  if (object === null) return []
  return [...object].map(([key, value]) => ({
    id: nextId(),
    key,
    text: typeof value === 'string' ? value : JSON.stringify(value),
    kind: typeof value === 'string' ? 'string' : 'json',
  }))
}

/** The JSON value of a row; a row that says it is JSON and is none counts as a string. */
export function fieldValue(field: EditedField): Json {
  if (field.kind === 'string') return field.text
  try {
    return JSON.parse(field.text) as Json
  } catch {
    return field.text
  }
}

/** What a row's value is, in a word. */
export function fieldType(field: EditedField): 'text' | 'number' | 'boolean' | 'null' | 'JSON' {
  const value = fieldValue(field)
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return value === null ? 'null' : 'JSON'
}

/** What keeps the rows from being saved, by row id. Rows without key and text are left out of the value and so are fine. */
export function fieldProblems(fields: readonly EditedField[]): ReadonlyMap<string, string> {
  const problems = new Map<string, string>()
  const seen = new Set<string>()
  for (const field of fields) {
    if (field.key === '' && field.text === '') continue
    if (field.key === '') problems.set(field.id, 'This value needs a key.')
    else if (seen.has(field.key)) problems.set(field.id, 'This key stands twice.')
    seen.add(field.key)
  }
  return problems
}

/** The spaces that a JSON text indents its first member by; 0 for a text on one line. */
function indentOf(text: string): number {
  return Math.min(8, /^\s*\{\r?\n( *)/.exec(text)?.[1]?.length ?? 0)
}

/** The JSON text of the rows, indented as `like` is. Rows without key and text are left out. */
export function textOfFields(fields: readonly EditedField[], like = ''): string {
  const filled = fields.filter((field) => field.key !== '' || field.text !== '')
  return jsonObjectText(
    filled.map((field) => [field.key, fieldValue(field)] as const),
    indentOf(like),
  )
}

/** JSON on many lines with two spaces, or null for a text that is no JSON or that formatting would change. */
export function formattedJson(text: string): string | null {
  if (findJsonProblem(text) !== null) return null
  return JSON.stringify(JSON.parse(text), null, 2)
}

/** The size of a text in UTF-8, which is what AWS counts. */
export function sizeInBytes(text: string): number {
  return new TextEncoder().encode(text).length
}
