import type { Client } from 'pg'
import { isOn } from '../../../shared/rotation/password-rules.ts'
import type { TwinPlan } from './adapter.ts'
import { pgIdentifier, pgLiteral } from './postgres-quote.ts'
import { setPostgresPassword } from './postgres-password.ts'

interface Role {
  readonly oid: string
  readonly login: boolean
  readonly limit: number
  readonly until: string | null
  readonly attributes: readonly string[]
  /** Settings of the role by database (null: all), as `name=value`. */
  readonly settings: readonly { readonly database: string | null; readonly entry: string }[]
}

const ROLE = `
  SELECT r.oid::text AS oid, r.rolcanlogin AS login, r.rolconnlimit AS limit, r.rolvaliduntil::text AS until,
    array_remove(ARRAY[
      CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
      CASE WHEN r.rolreplication THEN 'REPLICATION' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END], NULL) AS attributes
  FROM pg_catalog.pg_roles r WHERE r.rolname = $1`

const SETTINGS = `
  SELECT d.datname AS database, entry FROM pg_catalog.pg_db_role_setting s
  LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS entry
  WHERE s.setrole = $1::oid ORDER BY 1, 2`

async function findRole(client: Client, name: string): Promise<Role | null> {
  const { rows } = await client.query<Omit<Role, 'settings'>>(ROLE, [name])
  const role = rows[0]
  if (role === undefined) return null
  const settings = await client.query<Role['settings'][number]>(SETTINGS, [role.oid])
  return { ...role, settings: settings.rows.filter(({ entry }) => !entry.startsWith('role=')) }
}

/** Whether `member` has the rights of `role`, by itself or over other roles. */
async function isMember(client: Client, member: string, role: string): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>("SELECT pg_catalog.pg_has_role(m.oid, r.oid, 'USAGE') AS is FROM pg_catalog.pg_roles m, pg_catalog.pg_roles r WHERE m.rolname = $1 AND r.rolname = $2", [member, role])
  return rows[0]?.is === true
}

/** A twin that current itself is a clone of: the rights are its own, and membership the other way would be a circle. */
async function isOrigin(client: Client, { current, twin }: TwinPlan): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles r ON r.oid = a.roleid JOIN pg_catalog.pg_roles m ON m.oid = a.member WHERE r.rolname = $1 AND m.rolname = $2) AS is',
    [twin, current.username],
  )
  return rows[0]?.is === true
}

function missingSettings(of: Role, twin: Role | null): readonly Role['settings'][number][] {
  const has = new Set(twin?.settings.map(({ database, entry }) => JSON.stringify([database, entry])))
  return of.settings.filter(({ database, entry }) => !has.has(JSON.stringify([database, entry])))
}

/** What the twin lacks, in words. */
export async function postgresTwinLacks(client: Client, plan: TwinPlan): Promise<readonly string[]> {
  const twin = await findRole(client, plan.twin)
  if (twin === null) return ['the role itself']
  const lacking = twin.login ? [] : ['LOGIN']
  if (await isOrigin(client, plan)) return lacking
  const current = await findRole(client, plan.current.username)
  if (current === null) return [`its origin ${plan.current.username}`]
  if (!(await isMember(client, plan.twin, plan.current.username))) lacking.push(`membership in ${plan.current.username}`)
  lacking.push(...current.attributes.filter((attribute) => !twin.attributes.includes(attribute)))
  lacking.push(...missingSettings(current, twin).map(({ entry }) => `the setting ${entry.split('=')[0]}`))
  return lacking
}

/** Makes the twin a member of current with current's attributes and settings, or brings it up to them; then sets its password. */
export async function setPostgresTwin(client: Client, plan: TwinPlan): Promise<void> {
  const name = pgIdentifier(plan.twin)
  const found = await findRole(client, plan.twin)
  if (found === null) await client.query(`CREATE ROLE ${name} WITH LOGIN`)
  else if (!found.login) await client.query(`ALTER ROLE ${name} WITH LOGIN`)
  if (!(await isOrigin(client, plan))) await copyRights(client, plan, found)
  await setPostgresPassword(client, `ALTER ROLE ${name} WITH PASSWORD`, plan.password)
}

async function copyRights(client: Client, plan: TwinPlan, found: Role | null): Promise<void> {
  const { username } = plan.current
  const name = pgIdentifier(plan.twin)
  const current = await findRole(client, username)
  if (current === null) throw new Error(`The master user sees no role ${username}`)
  if (!(await isMember(client, plan.twin, username)) || found === null) await client.query(`GRANT ${pgIdentifier(username)} TO ${name}`)
  const wanted = current.attributes.filter((attribute) => found?.attributes.includes(attribute) !== true)
  const limits = [
    ...(current.limit === (found?.limit ?? -1) ? [] : [`CONNECTION LIMIT ${current.limit}`]),
    ...(current.until === (found?.until ?? null) ? [] : [`VALID UNTIL ${pgLiteral(current.until ?? 'infinity')}`]),
  ]
  if (wanted.length + limits.length > 0) await client.query(`ALTER ROLE ${name} WITH ${[...wanted, ...limits].join(' ')}`)
  for (const setting of missingSettings(current, found)) await copySetting(client, name, setting)
  if (isOn(plan.settings, 'POSTGRES_SET_ROLE', false)) await client.query(`ALTER ROLE ${name} SET role TO ${pgLiteral(username)}`)
  else if (found === null) plan.note(`Objects that ${plan.twin} makes will belong to ${plan.twin}, and ${username} cannot change them. Set POSTGRES_SET_ROLE to true to have its sessions act as ${username}.`)
}

/** The server reads the stored text back by itself, so that lists (`search_path`) need no quoting of ours. */
async function copySetting(client: Client, name: string, { database, entry }: Role['settings'][number]): Promise<void> {
  const at = entry.indexOf('=')
  const setting = entry.slice(0, at)
  await client.query('SELECT pg_catalog.set_config($1, $2, true)', [setting, entry.slice(at + 1)])
  const parameter = setting.split('.').map(pgIdentifier).join('.')
  await client.query(`ALTER ROLE ${name}${database === null ? '' : ` IN DATABASE ${pgIdentifier(database)}`} SET ${parameter} FROM CURRENT`)
}
