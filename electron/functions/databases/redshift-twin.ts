import type { TwinPlan } from './adapter.ts'
import { pgIdentifier, pgLiteral } from './postgres-quote.ts'

/** Runs a statement and gives its rows. */
export type RunSql = (sql: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** What AWS's function asks of each kind of object, and the statement that grants it. Views are among the tables here. */
const KINDS = [
  { privileges: ['CREATE', 'TEMPORARY'], ask: 'HAS_DATABASE_PRIVILEGE', rows: "SELECT datname AS name, NULL AS inner FROM pg_database WHERE datallowconn AND datname NOT IN ('template0', 'template1', 'padb_harvest')", target: 'DATABASE' },
  { privileges: ['CREATE', 'USAGE'], ask: 'HAS_SCHEMA_PRIVILEGE', rows: "SELECT nspname AS name, NULL AS inner FROM pg_namespace WHERE nspname NOT LIKE 'pg!_%' ESCAPE '!' AND nspname NOT IN ('information_schema', 'catalog_history')", target: 'SCHEMA' },
  {
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES'],
    ask: 'HAS_TABLE_PRIVILEGE',
    rows: "SELECT n.nspname AS name, c.relname AS inner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v') AND n.nspname NOT LIKE 'pg!_%' ESCAPE '!' AND n.nspname NOT IN ('information_schema', 'catalog_history') AND c.relname NOT LIKE 'mv!_tbl!_!_%' ESCAPE '!'",
    target: 'TABLE',
  },
] as const

/** Every right of a user as a statement's beginning: `GRANT SELECT ON TABLE "s"."t"`. Rights through groups and PUBLIC are among them. */
async function grantsOf(run: RunSql, user: string): Promise<readonly string[]> {
  const grants: string[] = []
  for (const { privileges, ask, rows, target } of KINDS) {
    for (const { name, inner } of await run(rows)) {
      const object = [name, inner].filter((part) => part !== null).map((part) => pgIdentifier(String(part))).join('.')
      // The functions take a name of a database as it is, and of a table as SQL writes it.
      const asked = target === 'TABLE' ? object : String(name)
      const answers = privileges.map((privilege, index) => `${ask}($1, $2, '${privilege}') AS p${index}`).join(', ')
      const [answer] = await run(`SELECT ${answers}`, [user, asked])
      const has = privileges.filter((_, index) => answer?.[`p${index}`] === true)
      if (has.length > 0) grants.push(`GRANT ${has.join(', ')} ON ${target} ${object}`)
    }
  }
  return grants
}

async function groupsOf(run: RunSql, user: string): Promise<readonly string[]> {
  const rows = await run('SELECT g.groname AS name FROM pg_group g JOIN pg_user u ON u.usesysid = ANY (g.grolist) WHERE u.usename = $1 ORDER BY 1', [user])
  return rows.map(({ name }) => String(name))
}

async function attributesOf(run: RunSql, user: string): Promise<readonly string[] | null> {
  const [row] = await run('SELECT usecreatedb AS db, usesuper AS super FROM pg_user WHERE usename = $1', [user])
  return row === undefined ? null : [...(row['db'] === true ? ['CREATEDB'] : []), ...(row['super'] === true ? ['CREATEUSER'] : [])]
}

/** What the twin lacks, in words. */
export async function redshiftTwinLacks(run: RunSql, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const attributes = await attributesOf(run, twin)
  if (attributes === null) return [`the user ${twin}`]
  const has = [...(await grantsOf(run, twin)), ...(await groupsOf(run, twin)), ...attributes]
  const wanted = [...(await grantsOf(run, current.username)), ...(await groupsOf(run, current.username)), ...((await attributesOf(run, current.username)) ?? [])]
  return wanted.filter((right) => !has.includes(right))
}

/** Makes the twin, or brings it up to current's rights in this database, its groups and attributes; then sets its password. */
export async function setRedshiftTwin(run: RunSql, { current, twin, password }: TwinPlan): Promise<void> {
  const name = pgIdentifier(twin)
  const attributes = await attributesOf(run, twin)
  const verb = attributes === null ? 'CREATE' : 'ALTER'
  await run(`${verb} USER ${name} WITH PASSWORD ${pgLiteral(password.reveal())}`)
  const wanted = ((await attributesOf(run, current.username)) ?? []).filter((attribute) => attributes?.includes(attribute) !== true)
  for (const attribute of wanted) await run(`ALTER USER ${name} WITH ${attribute}`)
  const groups = await groupsOf(run, twin)
  for (const group of await groupsOf(run, current.username)) if (!groups.includes(group)) await run(`ALTER GROUP ${pgIdentifier(group)} ADD USER ${name}`)
  const has = await grantsOf(run, twin)
  for (const grant of await grantsOf(run, current.username)) if (!has.includes(grant)) await run(`${grant} TO ${name}`)
}
