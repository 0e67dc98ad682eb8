import { LIMITS } from '../limits.ts'
import type { Json } from '../secret-kinds/json-object.ts'
import { isJsonObject, jsonObjectText } from '../secret-kinds/json-object.ts'
import { checkSecretName, nameFromText } from '../secret-kinds/secret-name.ts'
import { base64ToBytes } from '../shape/base64.ts'
import type { ParsedImport } from './parsed-import.ts'

export type ImportLayout = 'one-secret' | 'one-secret-per-entry'

/** One secret that an import would write: a string or bytes in base64. */
export interface ImportedSecret {
  readonly name: string
  readonly secretString?: string
  readonly secretBinary?: string
  readonly description?: string
  /** Why it cannot be written and what to do; such a secret is shown and never written. */
  readonly problem?: string
}

export interface LayoutChoice {
  /** The one secret's name, or the prefix of every name. */
  readonly name?: string | undefined
  readonly layout?: ImportLayout | undefined
  /** For a name when none is given. */
  readonly fileName?: string | undefined
}

/** The layout that suits a file: one secret for loose keys, one for each where the values are objects or have names of their own. */
export function suggestLayout(parsed: ParsedImport): ImportLayout {
  if (parsed.kind === 'documents') return 'one-secret-per-entry'
  return parsed.entries.length > 0 && parsed.entries.every((entry) => isJsonObject(entry.value)) ? 'one-secret-per-entry' : 'one-secret'
}

/** A name for the one secret of a file: `.env.production` is `env.production`, `app.json` is `app`. */
export function suggestName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? ''
  return nameFromText(base.replace(/^\./, '').replace(/\.(?:json|ya?ml|csv|tsv|ini)$/i, '')) || 'imported'
}

/** The SecretString of one value: text as it is, all else as JSON. */
function secretStringOf(value: Json): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
}

function joinName(prefix: string, key: string): string {
  return prefix === '' || prefix.endsWith('/') || key === '' ? `${prefix}${key}` : `${prefix}/${key}`
}

function problemOf(secret: ImportedSecret, namesSeen: ReadonlySet<string>): string | null {
  const name = checkSecretName(secret.name)
  if (name?.kind === 'refused') return name.message
  if (namesSeen.has(secret.name)) return 'The file names this secret twice. Only the first is imported.'
  const sizeBytes =
    secret.secretBinary === undefined ? new TextEncoder().encode(secret.secretString ?? '').length : (base64ToBytes(secret.secretBinary)?.length ?? -1)
  if (sizeBytes === -1) return 'SecretBinary is no base64. Nothing of this secret is imported.'
  if (sizeBytes === 0) return 'The value is empty, which AWS does not take. Give it a value, or leave it out.'
  if (sizeBytes > LIMITS.secretValueBytes) {
    return `The value has ${sizeBytes.toLocaleString('en')} bytes. AWS takes at most ${LIMITS.secretValueBytes.toLocaleString('en')}: split it.`
  }
  return null
}

/** The secrets that an import would write, in the order of the file; the impossible ones carry a `problem`. */
export function layoutImport(parsed: ParsedImport, choice: LayoutChoice): { readonly layout: ImportLayout; readonly secrets: readonly ImportedSecret[] } {
  const layout = parsed.kind === 'documents' ? 'one-secret-per-entry' : (choice.layout ?? suggestLayout(parsed))
  const name = choice.name ?? ''
  let secrets: ImportedSecret[]
  if (parsed.kind === 'documents') {
    secrets = parsed.documents.map(({ line: _line, ...secret }) => ({ ...secret, name: joinName(name, secret.name) }))
  } else if (layout === 'one-secret-per-entry') {
    secrets = parsed.entries.map((entry) => ({ name: joinName(name, entry.key), secretString: secretStringOf(entry.value) }))
  } else {
    const pairs = parsed.entries.map((entry) => [entry.key, entry.value] as const)
    secrets = pairs.length === 0 ? [] : [{ name: name === '' ? suggestName(choice.fileName ?? '') : name, secretString: jsonObjectText(pairs) }]
  }
  const namesSeen = new Set<string>()
  const checked = secrets.map((secret) => {
    const problem = problemOf(secret, namesSeen)
    namesSeen.add(secret.name)
    return problem === null ? secret : { ...secret, problem }
  })
  return { layout, secrets: checked }
}
