import type { TwinPlan } from './adapter.ts'
import { sqlserverIdentifier as id, sqlserverLiteral as text } from './sqlserver-quote.ts'

/** Runs a batch and gives the rows of its last result. */
export type RunBatch = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Whether users of this database have passwords of their own (a contained database), which 2008 did not know. */
export async function isContained(run: RunBatch): Promise<boolean> {
  const rows = await run("SELECT containment FROM sys.databases WHERE name = DB_NAME()").catch(() => [])
  return Number(rows[0]?.['containment'] ?? 0) !== 0
}

/** Permissions of a principal as statements up to the principal: the server itself quotes the names. */
const SERVER_PERMISSIONS = (name: string): string => `
  SELECT CASE p.state WHEN 'D' THEN 'DENY ' ELSE 'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT
    + CASE p.class WHEN 100 THEN '' WHEN 101 THEN ' ON LOGIN::' + QUOTENAME(l.name) WHEN 105 THEN ' ON ENDPOINT::' + QUOTENAME(e.name) END AS statement,
    CASE p.state WHEN 'W' THEN 1 ELSE 0 END AS passes
  FROM sys.server_permissions p JOIN sys.server_principals g ON g.principal_id = p.grantee_principal_id
  LEFT JOIN sys.server_principals l ON p.class = 101 AND l.principal_id = p.major_id
  LEFT JOIN sys.endpoints e ON p.class = 105 AND e.endpoint_id = p.major_id
  WHERE g.name = ${text(name)} AND p.class IN (100, 101, 105)`

const SERVER_ROLES = (name: string): string => `
  SELECT 'ALTER SERVER ROLE ' + QUOTENAME(r.name) + ' ADD MEMBER ' AS statement FROM sys.server_role_members m
  JOIN sys.server_principals r ON r.principal_id = m.role_principal_id JOIN sys.server_principals g ON g.principal_id = m.member_principal_id
  WHERE g.name = ${text(name)}`

const DATABASE_ROLES = (user: string): string => `
  SELECT 'ALTER ROLE ' + QUOTENAME(r.name) + ' ADD MEMBER ' AS statement FROM sys.database_role_members m
  JOIN sys.database_principals r ON r.principal_id = m.role_principal_id JOIN sys.database_principals g ON g.principal_id = m.member_principal_id
  WHERE g.name = ${text(user)}`

/** The classes of securables that AWS's function knows. Source: sys.database_permissions (Microsoft). */
const DATABASE_PERMISSIONS = (user: string): string => `
  SELECT CASE p.state WHEN 'D' THEN 'DENY ' ELSE 'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + CASE p.class
      WHEN 0 THEN ''
      WHEN 1 THEN ' ON OBJECT::' + QUOTENAME(OBJECT_SCHEMA_NAME(p.major_id)) + '.' + QUOTENAME(OBJECT_NAME(p.major_id)) + ISNULL('(' + QUOTENAME(COL_NAME(p.major_id, NULLIF(p.minor_id, 0))) + ')', '')
      WHEN 3 THEN ' ON SCHEMA::' + QUOTENAME(SCHEMA_NAME(p.major_id))
      WHEN 4 THEN (SELECT CASE x.type WHEN 'R' THEN ' ON ROLE::' WHEN 'A' THEN ' ON APPLICATION ROLE::' ELSE ' ON USER::' END + QUOTENAME(x.name) FROM sys.database_principals x WHERE x.principal_id = p.major_id)
      WHEN 5 THEN (SELECT ' ON ASSEMBLY::' + QUOTENAME(x.name) FROM sys.assemblies x WHERE x.assembly_id = p.major_id)
      WHEN 6 THEN (SELECT ' ON TYPE::' + QUOTENAME(SCHEMA_NAME(x.schema_id)) + '.' + QUOTENAME(x.name) FROM sys.types x WHERE x.user_type_id = p.major_id)
      WHEN 10 THEN (SELECT ' ON XML SCHEMA COLLECTION::' + QUOTENAME(SCHEMA_NAME(x.schema_id)) + '.' + QUOTENAME(x.name) FROM sys.xml_schema_collections x WHERE x.xml_collection_id = p.major_id)
      WHEN 15 THEN (SELECT ' ON MESSAGE TYPE::' + QUOTENAME(x.name) FROM sys.service_message_types x WHERE x.message_type_id = p.major_id)
      WHEN 16 THEN (SELECT ' ON CONTRACT::' + QUOTENAME(x.name) FROM sys.service_contracts x WHERE x.service_contract_id = p.major_id)
      WHEN 17 THEN (SELECT ' ON SERVICE::' + QUOTENAME(x.name) FROM sys.services x WHERE x.service_id = p.major_id)
      WHEN 18 THEN (SELECT ' ON REMOTE SERVICE BINDING::' + QUOTENAME(x.name) FROM sys.remote_service_bindings x WHERE x.remote_service_binding_id = p.major_id)
      WHEN 19 THEN (SELECT ' ON ROUTE::' + QUOTENAME(x.name) FROM sys.routes x WHERE x.route_id = p.major_id)
      WHEN 23 THEN (SELECT ' ON FULLTEXT CATALOG::' + QUOTENAME(x.name) FROM sys.fulltext_catalogs x WHERE x.fulltext_catalog_id = p.major_id)
      WHEN 24 THEN (SELECT ' ON SYMMETRIC KEY::' + QUOTENAME(x.name) FROM sys.symmetric_keys x WHERE x.symmetric_key_id = p.major_id)
      WHEN 25 THEN (SELECT ' ON CERTIFICATE::' + QUOTENAME(x.name) FROM sys.certificates x WHERE x.certificate_id = p.major_id)
      WHEN 26 THEN (SELECT ' ON ASYMMETRIC KEY::' + QUOTENAME(x.name) FROM sys.asymmetric_keys x WHERE x.asymmetric_key_id = p.major_id)
    END AS statement, CASE p.state WHEN 'W' THEN 1 ELSE 0 END AS passes
  FROM sys.database_permissions p JOIN sys.database_principals g ON g.principal_id = p.grantee_principal_id
  WHERE g.name = ${text(user)}`

/** Rights as statements: what comes before the principal's name, and what after it. */
async function rightsOf(run: RunBatch, queries: readonly { readonly sql: string; readonly word: string }[]): Promise<readonly { readonly before: string; readonly after: string }[]> {
  const rights: { before: string; after: string }[] = []
  for (const { sql, word } of queries) {
    for (const { statement, passes } of await run(sql)) {
      if (typeof statement !== 'string') throw new Error('The user has a right on a kind of object that cannot be copied')
      rights.push({ before: `${statement}${word}`, after: Number(passes ?? 0) === 1 ? ' WITH GRANT OPTION' : '' })
    }
  }
  return rights
}

/** The user of a login in this database; null when it has none of its own. */
async function userOf(run: RunBatch, login: string): Promise<{ readonly name: string; readonly schema: string | null } | null> {
  const rows = await run(`SELECT d.name, d.default_schema_name AS [schema] FROM sys.database_principals d JOIN sys.server_principals s ON s.sid = d.sid WHERE s.name = ${text(login)}`)
  const row = rows[0]
  return row === undefined ? null : { name: String(row['name']), schema: typeof row['schema'] === 'string' ? row['schema'] : null }
}

interface Shape {
  readonly contained: boolean
  /** Rights of current in this database. */
  readonly inside: readonly { readonly before: string; readonly after: string }[]
  readonly outside: readonly { readonly before: string; readonly after: string }[]
}

async function shapeOf(run: RunBatch, name: string): Promise<Shape & { readonly user: Awaited<ReturnType<typeof userOf>> }> {
  const contained = await isContained(run)
  const inMaster = String((await run('SELECT DB_NAME() AS name'))[0]?.['name']).toLowerCase() === 'master'
  const user = contained ? { name, schema: null } : !inMaster ? await userOf(run, name) : null
  const outside = contained ? [] : await rightsOf(run, [{ sql: SERVER_ROLES(name), word: '' }, { sql: SERVER_PERMISSIONS(name), word: ' TO ' }])
  const inside = user === null ? [] : await rightsOf(run, [{ sql: DATABASE_ROLES(user.name), word: '' }, { sql: DATABASE_PERMISSIONS(user.name), word: ' TO ' }])
  return { contained, user, outside, inside }
}

const asText = ({ before, after }: Shape['inside'][number]): string => `${before.replace(/ (TO|ADD MEMBER) $/, '')}${after}`

/** What the twin lacks, in words. */
export async function sqlserverTwinLacks(run: RunBatch, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const own = await shapeOf(run, current.username)
  const other = await shapeOf(run, twin)
  if (!(await exists(run, twin, own.contained))) return [`the ${own.contained ? 'user' : 'login'} ${twin}`]
  const has = new Set([...other.outside, ...other.inside].map(asText))
  return [...(own.user !== null && other.user === null ? ['a user in this database'] : []), ...[...own.outside, ...own.inside].map(asText).filter((right) => !has.has(right))]
}

async function exists(run: RunBatch, name: string, contained: boolean): Promise<boolean> {
  return (await run(`SELECT 1 AS found FROM ${contained ? 'sys.database_principals' : 'sys.server_principals'} WHERE name = ${text(name)}`)).length > 0
}

/** Makes the twin with current's rights at the server and in this database, or brings it up to them; its password comes last. */
export async function setSqlserverTwin(run: RunBatch, { current, twin, password }: TwinPlan): Promise<void> {
  const own = await shapeOf(run, current.username)
  const name = id(twin)
  const isNew = !(await exists(run, twin, own.contained))
  const secret = text(password.reveal())
  if (own.contained) {
    if (isNew) await run(`CREATE USER ${name} WITH PASSWORD = ${secret}`)
  } else {
    if (isNew) await run(`CREATE LOGIN ${name} WITH PASSWORD = ${secret}${await loginOptions(run, current.username)}`)
    // A login that is half done does not log in.
    if (isNew) await run(`ALTER LOGIN ${name} DISABLE`)
    if (own.user !== null && (await userOf(run, twin)) === null) await run(`CREATE USER ${name} FOR LOGIN ${name}${own.user.schema === null ? '' : ` WITH DEFAULT_SCHEMA = ${id(own.user.schema)}`}`)
  }
  const other = await shapeOf(run, twin)
  const has = new Set([...other.outside, ...other.inside].map(asText))
  // Inside the database the twin's user bears the twin's name, unless somebody named it otherwise.
  const inside = other.user === null ? name : id(other.user.name)
  for (const right of own.outside) if (!has.has(asText(right))) await run(`${right.before}${name}${right.after}`)
  for (const right of own.inside) if (!has.has(asText(right))) await run(`${right.before}${inside}${right.after}`)
  const kind = own.contained ? 'USER' : 'LOGIN'
  await run(`ALTER ${kind} ${name} WITH PASSWORD = ${secret}`)
  if (!own.contained) await run(`ALTER LOGIN ${name} ENABLE`)
}

/** Default database, language and policy of current's login. */
async function loginOptions(run: RunBatch, login: string): Promise<string> {
  const [row] = await run(`SELECT default_database_name AS [database], default_language_name AS language, is_policy_checked AS policy, is_expiration_checked AS expires FROM sys.sql_logins WHERE name = ${text(login)}`)
  if (row === undefined) return ''
  const on = (value: unknown): string => (value === true || value === 1 ? 'ON' : 'OFF')
  return [
    '',
    ...(typeof row['database'] === 'string' ? [`DEFAULT_DATABASE = ${id(row['database'])}`] : []),
    ...(typeof row['language'] === 'string' ? [`DEFAULT_LANGUAGE = ${id(row['language'])}`] : []),
    `CHECK_EXPIRATION = ${on(row['expires'])}`,
    `CHECK_POLICY = ${on(row['policy'])}`,
  ].join(', ')
}
