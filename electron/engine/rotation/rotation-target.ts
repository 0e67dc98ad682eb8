import type { Sensitive } from '../../../shared/sensitive.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import type { SecretTable } from '../secretsmanager/secret-table.ts'
import type { LockWish } from './rotation-locks.ts'

/** What a database secret's value says of where it logs in; no password. */
export interface RotationTarget {
  readonly engine: string
  readonly host: string
  readonly port: string
  readonly username: string
  readonly masterArn: string | null
}

/** AWS's alternating functions switch between a name and the name with this ending. */
const TWIN = /_clone$/i
const DEFAULT_PORT: Readonly<Record<string, string>> = { postgres: '5432', mysql: '3306', mariadb: '3306', oracle: '1521', sqlserver: '1433', mongo: '27017', redshift: '5439' }

/** Reads the target out of a secret's value; null when it is no database secret. */
export function readTarget(value: Sensitive<string>): RotationTarget | null {
  const fields = jsonObject(value)
  const text = (key: string): string | null => (typeof fields?.[key] === 'string' || typeof fields?.[key] === 'number' ? String(fields[key]) : null)
  const engine = text('engine')
  const host = text('host')
  const username = text('username')
  if (engine === null || host === null || username === null) return null
  const family = engine.replace(/^aurora-/, '').replace(/^postgresql$/, 'postgres')
  return { engine: family, host: host.toLowerCase(), port: text('port') ?? DEFAULT_PORT[family] ?? '', username, masterArn: text('masterarn') }
}

/** What the rotation of a secret may not share: itself, and its login with the twin's; and its master secret stays as it is. */
export function lockWish(secretArn: string, target: RotationTarget | null, masterArn: string | null): LockWish {
  const login = target === null ? [] : [`login ${target.engine} ${target.host} ${target.port} ${target.username.replace(TWIN, '').toLowerCase()}`]
  return { exclusive: [`secret ${secretArn}`, ...login], shared: masterArn === null || masterArn === secretArn ? [] : [`secret ${masterArn}`] }
}

/** The full ARN of the master secret, which may be named by a partial one; as it is when there is no such secret. */
export function masterOf(secrets: SecretTable, secret: SecretRecord, target: RotationTarget | null): string | null {
  const named = target?.masterArn ?? null
  if (named === null) return null
  const name = named.split(':').slice(6).join(':')
  return (secrets.findByArn(named) ?? secrets.findByName(secret.accountId, name === '' ? named : name))?.id ?? named
}

function jsonObject(value: Sensitive<string>): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(value.reveal())
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}
