import type { Json } from '../secret-kinds/json-object.ts'
import { jsonObjectText } from '../secret-kinds/json-object.ts'
import type { ImportEntry, ImportProblem, ParsedContent } from './parsed-import.ts'
import { MAX_IMPORT_ENTRIES, MAX_IMPORT_PROBLEMS } from './parsed-import.ts'

/**
 * Parses an AWS shared credentials or config file, and other files of `[section]` and `key = value`: one entry a section, an object of its keys.
 * `[profile name]` is `name`, as in AWS's config file; keys before the first section stand for themselves.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function parseIniImport(text: string): ParsedContent {
  const loose = new Map<string, { value: Json; line: number }>()
  const sections = new Map<string, { keys: Map<string, Json>; line: number }>()
  const problems: ImportProblem[] = []
  const report = (line: number, message: string): void => {
    if (problems.length < MAX_IMPORT_PROBLEMS) problems.push({ line, message })
  }
  let section: Map<string, Json> | null = null
  let keyCount = 0
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1
    const trimmed = raw.trim()
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue
    const title = /^\[\s*(?:profile\s+)?"?([^\]"]+?)"?\s*\]\s*(?:[#;].*)?$/.exec(trimmed)?.[1]
    if (title !== undefined) {
      const known = sections.get(title)
      section = known?.keys ?? new Map()
      if (known === undefined) sections.set(title, { keys: section, line })
      continue
    }
    const separator = trimmed.indexOf('=')
    if (separator < 1) {
      report(line, 'This line is no key = value and is left out.')
      continue
    }
    keyCount += 1
    if (keyCount > MAX_IMPORT_ENTRIES) {
      report(line, `More than ${MAX_IMPORT_ENTRIES} keys: the rest of the file is left out. Split the file.`)
      break
    }
    const key = trimmed.slice(0, separator).trim()
    const value = trimmed.slice(separator + 1).trim()
    if (section === null) loose.set(key, { value, line })
    else section.set(key, value)
  }
  const entries: ImportEntry[] = [...loose].map(([key, { value, line }]) => ({ key, value, line }))
  for (const [key, { keys, line }] of sections) {
    if (keys.size === 0) report(line, `The section ${key} is empty and is left out.`)
    else entries.push({ key, value: JSON.parse(jsonObjectText(keys)) as Json, line })
  }
  return { kind: 'entries', entries, problems }
}
