import { foldKeyName } from './describe-value.ts'

const PLAIN_KEYS = new Set([
  'engine', 'host', 'hostname', 'port', 'dbname', 'database', 'dbinstanceidentifier', 'dbclusteridentifier', 'masterarn', 'username', 'user', 'url', 'endpoint',
  'region', 'service', 'schema', 'sslmode', 'environment', 'name', 'issuer', 'accountid',
])

/**
 * True for keys whose value says where and who rather than proves it (`host`, `username`). They appear together with any key that a person
 * reveals; before that they are masked like all others.
 */
export function isPlainKey(key: string): boolean {
  return PLAIN_KEYS.has(foldKeyName(key))
}
