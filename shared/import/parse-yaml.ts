import type { Document } from 'yaml'
import { isScalar, parseAllDocuments, visit } from 'yaml'
import type { Json } from '../secret-kinds/json-object.ts'
import { isJsonObject, jsonObjectText } from '../secret-kinds/json-object.ts'
import { contentOfJson } from './parse-json.ts'
import type { ParsedContent } from './parsed-import.ts'
import { lineAt, refusedContent } from './parsed-import.ts'

/** YAML's parser keeps a tree of the whole text: a smaller bound than for the other formats. */
const MAX_YAML_CHARACTERS = 1_000_000
/** Aliases that repeat large parts ("billion laughs") pass this at once; people's files have a handful. */
const MAX_ALIASES = 100

/**
 * Numbers whose digits a double or YAML's notations would change (`0123`, 20 digits) become the text that was written. Returns where a key
 * stands twice, or null: the parser's own check compares every key with every other one.
 */
function prepareNodes(document: Document.Parsed): number | null {
  let duplicateAt: number | null = null
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'number' && node.source !== undefined && String(node.value) !== node.source) node.value = node.source
    },
    Map(_key, node) {
      const keys = new Set<unknown>()
      for (const { key } of node.items) {
        if (!isScalar(key)) continue
        if (keys.has(key.value)) {
          duplicateAt = key.range?.[0] ?? 0
          return visit.BREAK
        }
        keys.add(key.value)
      }
      return undefined
    },
  })
  return duplicateAt
}

/** A Kubernetes Secret's keys: `data` decoded from base64, `stringData` as it is. */
function kubernetesSecret(data: Json): Json | null {
  if (!isJsonObject(data) || data['kind'] !== 'Secret') return null
  const pairs: [string, Json][] = []
  const encoded = data['data'] ?? {}
  const plain = data['stringData'] ?? {}
  if (isJsonObject(encoded)) {
    for (const [key, value] of Object.entries(encoded)) pairs.push([key, typeof value === 'string' ? decodeBase64Text(value) : value])
  }
  if (isJsonObject(plain)) pairs.push(...Object.entries(plain))
  return pairs.length === 0 ? null : (JSON.parse(jsonObjectText(pairs)) as Json)
}

function decodeBase64Text(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s/g, '')), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return text
  }
}

/**
 * Parses a YAML text for import (YAML 1.2 core schema, no custom tags, nothing is run). Alias bombs, deep nesting, several documents and
 * duplicate keys are refused whole, with the line.
 */
export function parseYamlImport(text: string): ParsedContent {
  if (text.length > MAX_YAML_CHARACTERS) return refusedContent('A YAML file for import has at most 1 MB. Split it, or use JSON.')
  try {
    const documents = parseAllDocuments(text, { schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent', stringKeys: true })
    const [document] = documents
    if (!Array.isArray(documents) || document === undefined) return refusedContent('This YAML is empty.')
    if (documents.length > 1) return refusedContent('This file has several YAML documents. Import one at a time.')
    const [error] = document.errors
    if (error !== undefined) return refusedContent(`This is no valid YAML (${error.code}). Nothing of the file is imported.`, lineAt(text, error.pos[0]))
    const duplicateAt = prepareNodes(document)
    if (duplicateAt !== null) return refusedContent('This key stands twice in its map. Nothing of the file is imported.', lineAt(text, duplicateAt))
    const data = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES })) ?? 'null') as Json
    return contentOfJson(kubernetesSecret(data) ?? data, 'YAML')
  } catch (error) {
    // What the parser throws is about aliases (ReferenceError) or depth (RangeError); its text may quote the file.
    const cause = error instanceof ReferenceError ? 'its aliases repeat too much' : 'the parser gave up on it'
    return refusedContent(`This YAML is refused: ${cause}. Nothing of it is imported.`)
  }
}
