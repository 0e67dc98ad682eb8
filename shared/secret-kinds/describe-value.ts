import { parseJsonObject } from './json-object.ts'

/** What a secret's value looks like, as the grid and the search show it. */
export type SecretKind = 'database' | 'api-key' | 'key-value' | 'text' | 'binary' | 'empty'

export interface ValueDescription {
  readonly kind: SecretKind
  /** Top-level keys of a JSON object, in its order: at most MAX_JSON_KEYS, each cut to MAX_JSON_KEY_CHARACTERS. */
  readonly jsonKeys: readonly string[]
}

export interface DescribableValue {
  readonly secretString?: string | undefined
  readonly isBinary?: boolean | undefined
}

export const MAX_JSON_KEYS = 200
export const MAX_JSON_KEY_CHARACTERS = 128

const API_KEY_NAMES = new Set([
  'apikey', 'key', 'token', 'apitoken', 'accesstoken', 'authtoken', 'bearertoken', 'secretkey', 'apisecret', 'clientsecret', 'secretaccesskey',
])
/** More keys than this is a settings object rather than one credential. */
const MAX_API_KEY_FIELDS = 6

/** A key name without case and separators, so that `api_key`, `API-KEY` and `apiKey` are one. */
export function foldKeyName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function isDatabaseLogin(keys: ReadonlySet<string>): boolean {
  return keys.has('username') && keys.has('password') && (keys.has('engine') || keys.has('host') || keys.has('masterarn') || keys.has('dbname'))
}

/**
 * The kind and the JSON keys of a value, never the value. A database login has AWS's keys of a rotated database secret
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html); an API key is a small object with a key
 * of that meaning; `empty` is a secret that was made without a value.
 */
export function describeValue(value: DescribableValue): ValueDescription {
  if (value.isBinary === true) return { kind: 'binary', jsonKeys: [] }
  if (value.secretString === undefined) return { kind: 'empty', jsonKeys: [] }
  const object = parseJsonObject(value.secretString)
  if (object === null) return { kind: 'text', jsonKeys: [] }
  const keys = [...object.keys()]
  const folded = new Set(keys.map(foldKeyName))
  const jsonKeys = keys.slice(0, MAX_JSON_KEYS).map((key) => key.slice(0, MAX_JSON_KEY_CHARACTERS))
  if (isDatabaseLogin(folded)) return { kind: 'database', jsonKeys }
  const isApiKey = keys.length <= MAX_API_KEY_FIELDS && [...folded].some((key) => API_KEY_NAMES.has(key))
  return { kind: isApiKey ? 'api-key' : 'key-value', jsonKeys }
}
