import type { TwinPlan } from './adapter.ts'
import { accountOptions, grantFor } from './mysql-grants.ts'
import { mysqlAccount, mysqlLiteral, parseAccount, type Account } from './mysql-text.ts'

/** The part of a connection that copying rights needs; rows are arrays of columns. */
export interface MysqlQueries {
  readonly isMariaDb: boolean
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
}

/** Plug-ins whose passwords a statement can set; others (sockets, PAM, LDAP) have none. */
const PASSWORD_PLUGIN = /^(mysql_native_password|caching_sha2_password|sha256_password|ed25519)$/

function accountsOf({ current, currentAccount, twin }: TwinPlan): { readonly own: Account; readonly other: Account } {
  const own = currentAccount === null ? { user: current.username, host: '%' } : parseAccount(currentAccount)
  return { own, other: { user: twin, host: own.host } }
}

async function exists({ rows }: MysqlQueries, { user, host }: Account): Promise<boolean> {
  return (await rows(`SELECT 1 FROM mysql.user WHERE User = ${mysqlLiteral(user)} AND Host = ${mysqlLiteral(host)}`)).length > 0
}

async function grantsFor({ rows }: MysqlQueries, of: Account, as: Account): Promise<readonly string[]> {
  const shown = await rows(`SHOW GRANTS FOR ${mysqlAccount(of)}`)
  return shown.map(([row]) => grantFor(String(row), as)).filter((grant) => grant !== null)
}

async function optionsOf({ rows }: MysqlQueries, account: Account): Promise<ReturnType<typeof accountOptions> & { readonly isLocked: boolean }> {
  const [row] = await rows(`SHOW CREATE USER ${mysqlAccount(account)}`)
  const statement = String(row?.[0] ?? '')
  return { ...accountOptions(statement), isLocked: /\bACCOUNT LOCK\b/i.test(statement.replace(/`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'/g, "''")) }
}

/** What the twin lacks of current's rights, in words. */
export async function mysqlTwinLacks(queries: MysqlQueries, plan: TwinPlan): Promise<readonly string[]> {
  const { own, other } = accountsOf(plan)
  if (!(await exists(queries, other))) return [`the account ${other.user}@${other.host}`]
  const has = new Set(await grantsFor(queries, other, other))
  const lacking = (await grantsFor(queries, own, other)).filter((grant) => !has.has(grant))
  const [of, twin] = [await optionsOf(queries, own), await optionsOf(queries, other)]
  return [
    ...lacking.map((grant) => grant.replace(/ (TO|FROM|FOR) '.*$/s, '')),
    ...(twin.isLocked ? ['an account that is not locked'] : []),
    ...(of.options === twin.options ? [] : [`the options ${of.options}`]),
    ...(of.defaultRole === twin.defaultRole ? [] : [of.defaultRole ?? 'no default role']),
  ]
}

/**
 * Makes the twin at current's host, or brings it up to current's grants and options. Every statement here commits at once, so a
 * new account stays locked and its password comes last: what is half done does not log in.
 */
export async function setMysqlTwin(queries: MysqlQueries, plan: TwinPlan): Promise<void> {
  const { own, other } = accountsOf(plan)
  const name = mysqlAccount(other)
  const of = await optionsOf(queries, own)
  const password = mysqlLiteral(plan.password.reveal())
  const isNew = !(await exists(queries, other))
  if (isNew) await queries.rows(`CREATE USER ${name} ${identified(queries, of.plugin, password)} ACCOUNT LOCK`)
  for (const grant of await grantsFor(queries, own, other)) if (!grant.startsWith('SET DEFAULT ROLE')) await queries.rows(grant)
  for (const grant of await grantsFor(queries, own, other)) if (grant.startsWith('SET DEFAULT ROLE')) await queries.rows(grant)
  if (of.options !== '') await queries.rows(`ALTER USER ${name} ${of.options}`)
  if (of.defaultRole !== null) await queries.rows(`ALTER USER ${name} ${of.defaultRole}`)
  await queries.rows(`ALTER USER ${name} ${isNew ? '' : identified(queries, of.plugin, password)} ACCOUNT UNLOCK`)
}

function identified({ isMariaDb }: MysqlQueries, plugin: string | null, password: string): string {
  if (plugin === null || !PASSWORD_PLUGIN.test(plugin)) return `IDENTIFIED BY ${password}`
  return isMariaDb ? `IDENTIFIED VIA ${plugin} USING PASSWORD(${password})` : `IDENTIFIED WITH ${plugin} BY ${password}`
}
