import { parseJsonObject } from '../secret-kinds/json-object.ts'

/** A secret as an export writes it; `secretBinary` is base64. */
export interface ExportedSecret {
  readonly name: string
  readonly secretString?: string | undefined
  readonly secretBinary?: string | undefined
  readonly description?: string | undefined
}

const DOUBLE_QUOTE_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', $: '\\$', '`': '\\`' }

function isControl(character: string): boolean {
  const code = character.charCodeAt(0)
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029
}

function escapeDouble(character: string): string {
  const named = DOUBLE_QUOTE_ESCAPES[character]
  if (named !== undefined) return named
  return isControl(character) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character
}

/**
 * A value as the right side of a `.env` line. Bare where nothing can misread it; single quotes keep all as it is (no reader expands there);
 * double quotes with escapes only for what single quotes cannot hold.
 */
export function quoteEnvValue(value: string): string {
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(value)) return value
  const units = value.split('')
  if (!units.some((character) => character === "'" || isControl(character))) return `'${value}'`
  return `"${units.map(escapeDouble).join('')}"`
}

/** A text as a variable's name: capitals, digits and underscores, not starting with a digit. */
export function envName(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
  return name === '' ? 'VALUE' : /^\d/.test(name) ? `_${name}` : name
}

function variablesOf(secret: ExportedSecret, isAlone: boolean): [string, string][] {
  const prefix = envName(secret.name)
  if (secret.secretBinary !== undefined) return [[`${prefix}_BASE64`, secret.secretBinary]]
  const text = secret.secretString ?? ''
  const object = parseJsonObject(text)
  if (object === null) return [[prefix, text]]
  return [...object].map(([key, value]) => {
    const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key)
    const name = isAlone ? (isName ? key : envName(key)) : `${prefix}_${envName(key)}`
    return [name, typeof value === 'string' ? value : JSON.stringify(value)]
  })
}

/**
 * A `.env` text. One secret alone keeps its own keys as variable names; several get the secret's name before each. Names that collide are told
 * apart by a number. Values come back unchanged through parseEnv.
 */
export function writeEnv(secrets: readonly ExportedSecret[]): string {
  const lines: string[] = []
  const taken = new Set<string>()
  for (const secret of secrets) {
    if (lines.length > 0) lines.push('')
    if (secrets.length > 1) lines.push(`# ${secret.name}`)
    for (const [wanted, value] of variablesOf(secret, secrets.length === 1)) {
      let name = wanted
      for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`
      taken.add(name)
      lines.push(`${name}=${quoteEnvValue(value)}`)
    }
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
