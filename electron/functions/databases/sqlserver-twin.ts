import type { TwinPlan } from './adapter.ts'
import { sqlserverIdentifier as id, sqlserverLiteral as text } from './sqlserver-quote.ts'

/** Runs a batch and gives the rows of its last result. */
export type RunBatch = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/**
 * Whether a name is a user of this database with a password of its own, which only contained databases have; they may have users of
 * logins beside it. 2008 did not know of either.
 */
export async function isContainedUser(run: RunBatch, name: string): Promise<boolean> {
  const rows = await run(`SELECT authentication_type AS kind FROM sys.database_principals WHERE name = ${text(name)}`).catch(() => [])
  return Number(rows[0]?.['kind'] ?? 0) === 2
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

/**
 * The classes of securables that AWS's function knows. The state R stands for a column that was taken back from what is granted on
 * the whole table. Source: sys.database_permissions (Microsoft). */
const DATABASE_PERMISSIONS = (user: string): string => `
  SELECT CASE p.state WHEN 'D' THEN 'DENY ' WHEN 'R' THEN 'REVOKE ' ELSE 'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + CASE p.class
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

/** A right as a statement: what comes before the principal's name, and what after it. */
interface Right {
  readonly before: string
  readonly after: string
  /** Permissions of the server are given in master alone (error 4621 elsewhere). */
  readonly inMaster: boolean
}

async function rightsOf(run: RunBatch, queries: readonly { readonly sql: string; readonly isRole?: boolean; readonly inMaster?: boolean }[]): Promise<readonly Right[]> {
  const rights: Right[] = []
  for (const { sql, isRole = false, inMaster = false } of queries) {
    for (const { statement, passes } of await run(sql)) {
      if (typeof statement !== 'string') throw new Error('The user has a right on a kind of object that cannot be copied')
      const word = isRole ? '' : statement.startsWith('REVOKE ') ? ' FROM ' : ' TO '
      rights.push({ before: `${statement}${word}`, after: Number(passes ?? 0) === 1 ? ' WITH GRANT OPTION' : '', inMaster })
    }
  }
  // What is taken back from a column comes after what was granted on the whole.
  const isTaken = ({ before }: Right): boolean => before.startsWith('REVOKE ')
  return [...rights.filter((right) => !isTaken(right)), ...rights.filter(isTaken)]
}

interface User {
  readonly name: string
  readonly schema: string | null
}

/** The user of a login in this database, or the contained user itself; null when there is none. */
async function userOf(run: RunBatch, name: string, isContained: boolean): Promise<User | null> {
  const condition = isContained ? `WHERE d.name = ${text(name)}` : `JOIN sys.server_principals s ON s.sid = d.sid WHERE s.name = ${text(name)}`
  const [row] = await run(`SELECT d.name, d.default_schema_name AS [schema] FROM sys.database_principals d ${condition}`)
  return row === undefined ? null : { name: String(row['name']), schema: typeof row['schema'] === 'string' ? row['schema'] : null }
}

interface Shape {
  readonly user: User | null
  /** Rights in this database. */
  readonly inside: readonly Right[]
  readonly outside: readonly Right[]
  /** Default database and language of the login. */
  readonly defaults: string
}

async function shapeOf(run: RunBatch, name: string, isContained: boolean): Promise<Shape> {
  const inMaster = String((await run('SELECT DB_NAME() AS name'))[0]?.['name']).toLowerCase() === 'master'
  const user = isContained || !inMaster ? await userOf(run, name, isContained) : null
  const outside = isContained ? [] : await rightsOf(run, [{ sql: SERVER_ROLES(name), isRole: true }, { sql: SERVER_PERMISSIONS(name), inMaster: true }])
  const inside = user === null ? [] : await rightsOf(run, [{ sql: DATABASE_ROLES(user.name), isRole: true }, { sql: DATABASE_PERMISSIONS(user.name) }])
  return { user, outside, inside, defaults: isContained ? '' : (await loginOptions(run, name)).defaults }
}

const asText = ({ before, after }: Right): string => `${before.replace(/ (TO|FROM|ADD MEMBER) $/, '')}${after}`

/** Rights that the other lacks; one that may be passed on is more than one that may not. */
function lacking(own: readonly Right[], other: readonly Right[]): readonly Right[] {
  const has = new Set(other.map(asText))
  return own.filter((right) => !has.has(asText(right)) && !has.has(`${asText(right)} WITH GRANT OPTION`))
}

/** The schema that the other user should get, or null: dbo's cannot be changed. */
function schemaFor(own: User | null, other: User | null): string | null {
  return own === null || other === null || own.schema === null || own.schema === other.schema || other.name === 'dbo' ? null : own.schema
}

/** What the twin lacks, in words. */
export async function sqlserverTwinLacks(run: RunBatch, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const isContained = await isContainedUser(run, current.username)
  if (!(await exists(run, twin, isContained))) return [`the ${isContained ? 'user' : 'login'} ${twin}`]
  const [own, other] = [await shapeOf(run, current.username, isContained), await shapeOf(run, twin, isContained)]
  const schema = schemaFor(own.user, other.user)
  return [
    ...(own.defaults === other.defaults ? [] : [own.defaults]),
    ...(own.user !== null && other.user === null ? ['a user in this database'] : []),
    ...(schema === null ? [] : [`DEFAULT_SCHEMA = ${id(schema)}`]),
    ...lacking(own.outside, other.outside).map(asText),
    ...lacking(own.inside, other.inside).map(asText),
  ]
}

async function exists(run: RunBatch, name: string, isContained: boolean): Promise<boolean> {
  return (await run(`SELECT 1 AS found FROM ${isContained ? 'sys.database_principals' : 'sys.server_principals'} WHERE name = ${text(name)}`)).length > 0
}

/** Makes the twin with current's rights at the server and in this database, or brings it up to them; its password comes last. */
export async function setSqlserverTwin(run: RunBatch, { current, twin, password }: TwinPlan): Promise<void> {
  const isContained = await isContainedUser(run, current.username)
  const own = await shapeOf(run, current.username, isContained)
  const name = id(twin)
  const secret = text(password.reveal())
  const isNew = !(await exists(run, twin, isContained))
  if (isContained && isNew) await run(`CREATE USER ${name} WITH PASSWORD = ${secret}${own.user?.schema == null ? '' : `, DEFAULT_SCHEMA = ${id(own.user.schema)}`}`)
  if (!isContained) await setLogin(run, current.username, twin, secret, { isNew, own })
  const other = await shapeOf(run, twin, isContained)
  // Inside the database the twin's user bears the twin's name, unless somebody named it otherwise.
  const inside = other.user === null ? name : id(other.user.name)
  const schema = schemaFor(own.user, other.user)
  if (schema !== null) await run(`ALTER USER ${inside} WITH DEFAULT_SCHEMA = ${id(schema)}`)
  for (const right of lacking(own.outside, other.outside)) await run(given(right, name))
  for (const right of lacking(own.inside, other.inside)) await run(given(right, inside))
  if (isContained) await run(`ALTER USER ${name} WITH PASSWORD = ${secret}`)
  else {
    await run(`ALTER LOGIN ${name} WITH PASSWORD = ${secret}${(await isLocked(run, twin)) ? ' UNLOCK' : ''}`)
    await run(`ALTER LOGIN ${name} ENABLE`)
  }
}

function given({ before, after, inMaster }: Right, name: string): string {
  const statement = `${before}${name}${after}`
  return inMaster ? `EXEC master.sys.sp_executesql ${text(statement)}` : statement
}

/** The twin's login, disabled while it is half done, and its user in this database. */
async function setLogin(run: RunBatch, login: string, twin: string, secret: string, { isNew, own }: { readonly isNew: boolean; readonly own: Shape }): Promise<void> {
  const name = id(twin)
  if (isNew) {
    const { defaults, policy } = await loginOptions(run, login)
    await run(`CREATE LOGIN ${[`${name} WITH PASSWORD = ${secret}`, defaults, policy].filter((part) => part !== '').join(', ')}`)
    await run(`ALTER LOGIN ${name} DISABLE`)
  } else if (own.defaults !== '' && own.defaults !== (await loginOptions(run, twin)).defaults) await run(`ALTER LOGIN ${name} WITH ${own.defaults}`)
  if (own.user !== null && (await userOf(run, twin, false)) === null) await run(`CREATE USER ${name} FOR LOGIN ${name}${own.user.schema === null ? '' : ` WITH DEFAULT_SCHEMA = ${id(own.user.schema)}`}`)
}

/** Wrong passwords lock a login where the policy says so; only together with a new password it is unlocked. */
async function isLocked(run: RunBatch, login: string): Promise<boolean> {
  const rows = await run(`SELECT LOGINPROPERTY(${text(login)}, 'IsLocked') AS locked`).catch(() => [])
  return Number(rows[0]?.['locked'] ?? 0) === 1
}

/** Default database and language of a login, and its policy, as CREATE LOGIN takes them. */
async function loginOptions(run: RunBatch, login: string): Promise<{ readonly defaults: string; readonly policy: string }> {
  const [row] = await run(`SELECT default_database_name AS [database], default_language_name AS language, is_policy_checked AS policy, is_expiration_checked AS expires FROM sys.sql_logins WHERE name = ${text(login)}`)
  if (row === undefined) return { defaults: '', policy: '' }
  const on = (value: unknown): string => (value === true || value === 1 ? 'ON' : 'OFF')
  return {
    defaults: [
      ...(typeof row['database'] === 'string' ? [`DEFAULT_DATABASE = ${id(row['database'])}`] : []),
      ...(typeof row['language'] === 'string' ? [`DEFAULT_LANGUAGE = ${id(row['language'])}`] : []),
    ].join(', '),
    policy: `CHECK_EXPIRATION = ${on(row['expires'])}, CHECK_POLICY = ${on(row['policy'])}`,
  }
}
