import { LIMITS } from '../../../shared/limits.ts'
import type { EditedField } from '../../../shared/secret-edit/edited-fields.ts'
import { sizeInBytes, textOfFields } from '../../../shared/secret-edit/edited-fields.ts'
import { jsonObjectText, parseJsonObject } from '../../../shared/secret-kinds/json-object.ts'
import { DATABASE_ENGINES, findTemplate, type SecretTemplate } from '../../../shared/secret-kinds/templates.ts'
import { base64ToBytes } from '../../../shared/shape/base64.ts'
import { nextFieldId } from '../../components/key-value-editor.tsx'
import type { EditedValue } from '../../components/value-editor.tsx'
import type { ChosenFile } from '../../store/chosen-files.ts'
import type { SecretContent } from '../../store/secret-values.ts'

/** The rows that a template starts with. */
export function templateFields(template: SecretTemplate): readonly EditedField[] {
  return template.fields.map((field) => ({ id: nextFieldId(), key: field.key, text: field.initialValue, kind: field.isNumber === true ? 'json' : 'string' }))
}

export function templatePlaceholders(template: SecretTemplate): ReadonlyMap<string, string> {
  return new Map(template.fields.flatMap((field) => (field.placeholder === undefined ? [] : [[field.key, field.placeholder] as const])))
}

/** The text that a template starts with. */
export function templateText(id: SecretTemplate['id']): string {
  const template = findTemplate(id)
  return template.fields.length === 0 ? '' : textOfFields(templateFields(template))
}

/** A database's rows for another engine: its name and, where the port was the other engine's default, its port. */
export function withEngine(fields: readonly EditedField[], engine: string): readonly EditedField[] {
  const before = DATABASE_ENGINES.find((one) => one.engine === fields.find((field) => field.key === 'engine')?.text)
  const after = DATABASE_ENGINES.find((one) => one.engine === engine)
  return fields.map((field) => {
    if (field.key === 'engine') return { ...field, text: engine }
    const isDefaultPort = field.key === 'port' && (field.text === '' || field.text === String(before?.port))
    return isDefaultPort && after !== undefined ? { ...field, text: String(after.port) } : field
  })
}

export type NewContent = { readonly content: SecretContent; readonly problem: null } | { readonly content: null; readonly problem: string }

function refused(problem: string): NewContent {
  return { content: null, problem }
}

function tooLarge(bytes: number): NewContent {
  return refused(`The value has ${bytes.toLocaleString('en')} bytes. AWS takes at most ${LIMITS.secretValueBytes.toLocaleString('en')}.`)
}

/** The text without rows of the template that were left empty, such as a database name that nobody needs. */
function withoutEmptyFields(id: SecretTemplate['id'], text: string): string {
  const object = parseJsonObject(text)
  const optional = new Set(findTemplate(id).fields.map((field) => field.key))
  if (object === null || ![...object].some(([key, value]) => value === '' && optional.has(key))) return text
  return jsonObjectText([...object].filter(([key, value]) => value !== '' || !optional.has(key)))
}

/** What would be stored, or why it cannot be. */
export function contentOf(id: SecretTemplate['id'], edited: EditedValue, file: ChosenFile | null): NewContent {
  if (id === 'binary') {
    if (file === null) return refused('Choose a file.')
    const bytes = base64ToBytes(file.base64)?.length ?? 0
    if (bytes === 0) return refused('The file is empty, and AWS takes no empty value.')
    return bytes > LIMITS.secretValueBytes ? tooLarge(bytes) : { content: { SecretBinary: file.base64 }, problem: null }
  }
  if (edited.problem !== null) return refused(edited.problem)
  const emptyProof = findTemplate(id).fields.find((field) => field.sensitive && field.key !== '' && parseJsonObject(edited.text)?.get(field.key) === '')
  if (emptyProof !== undefined) return refused(`${emptyProof.key} is empty. Give it a value, or remove the row.`)
  const text = withoutEmptyFields(id, edited.text)
  if (text === '' || text === '{}') return refused('The secret needs a value.')
  const bytes = sizeInBytes(text)
  return bytes > LIMITS.secretValueBytes ? tooLarge(bytes) : { content: { SecretString: text }, problem: null }
}
