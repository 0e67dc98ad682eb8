import type { TwinPlan } from './adapter.ts'
import { readDriverError } from './driver-error.ts'
import type { RunOracle } from './oracle-connection.ts'
import { catalogueName, grantsFor, oracleName, oraclePassword } from './oracle-text.ts'

const GRANT_KINDS = ['ROLE_GRANT', 'SYSTEM_GRANT', 'OBJECT_GRANT', 'DEFAULT_ROLE']

/** A user's rights as statements for another one. ORA-31608: it has none of that kind. */
async function rightsFor(run: RunOracle, of: string, as: string): Promise<readonly string[]> {
  const statements = [...(await quotasFor(run, of, as))]
  for (const kind of GRANT_KINDS) {
    try {
      for (const [ddl] of await run('SELECT DBMS_METADATA.GET_GRANTED_DDL(:1, :2) FROM DUAL', [kind, of])) statements.push(...grantsFor(String(ddl), of, as))
    } catch (thrown) {
      if (!readDriverError(thrown).message.includes('ORA-31608')) throw thrown
    }
  }
  return statements
}

/** Quotas from the view: DBMS_METADATA writes them as a block of PL/SQL. MAX_BYTES -1: no limit. */
async function quotasFor(run: RunOracle, of: string, as: string): Promise<readonly string[]> {
  const rows = await run("SELECT TABLESPACE_NAME, MAX_BYTES FROM DBA_TS_QUOTAS WHERE USERNAME = :1 AND DROPPED = 'NO'", [of])
  return rows.map(([tablespace, bytes]) => `ALTER USER "${as}" QUOTA ${Number(bytes) < 0 ? 'UNLIMITED' : String(bytes)} ON "${String(tablespace)}"`)
}

/** Statements that say the same: Oracle lists roles in an order of its own. */
function sense(statement: string): string {
  const [, before, names] = /^(ALTER USER "[^"]*" DEFAULT ROLE (?:ALL EXCEPT )?)(".*")$/s.exec(statement) ?? []
  return before === undefined ? statement : `${before}${(names?.match(/"[^"]*"/g) ?? []).toSorted().join()}`
}

function missing(wanted: readonly string[], has: readonly string[]): readonly string[] {
  const known = new Set(has.map(sense))
  return wanted.filter((statement) => !known.has(sense(statement)))
}

async function userFacts(run: RunOracle, name: string): Promise<readonly unknown[] | null> {
  return (await run('SELECT DEFAULT_TABLESPACE, TEMPORARY_TABLESPACE, PROFILE FROM DBA_USERS WHERE USERNAME = :1', [name]))[0] ?? null
}

/** What the twin lacks, in words. */
export async function oracleTwinLacks(run: RunOracle, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const own = catalogueName(current.username)
  const other = catalogueName(twin)
  if ((await userFacts(run, other)) === null) return [`the user ${other}`]
  const has = await rightsFor(run, other, other)
  return missing(await rightsFor(run, own, other), has)
}

/** Makes the twin with current's tablespaces, profile and grants, or brings it up to the grants; its password comes last, and a new one is locked till then. */
export async function setOracleTwin(run: RunOracle, { current, twin, password }: TwinPlan): Promise<void> {
  const own = catalogueName(current.username)
  const other = catalogueName(twin)
  const name = oracleName(twin)
  const secret = oraclePassword(password)
  const facts = await userFacts(run, own)
  const isNew = (await userFacts(run, other)) === null
  if (isNew) {
    const [tablespace, temporary, profile] = (facts ?? []).map((fact) => (typeof fact === 'string' ? fact : null))
    const options = [tablespace && `DEFAULT TABLESPACE "${tablespace}"`, temporary && `TEMPORARY TABLESPACE "${temporary}"`, profile && `PROFILE "${profile}"`].filter(Boolean)
    await run(['CREATE USER', name, `IDENTIFIED BY ${secret}`, ...options, 'ACCOUNT LOCK'].join(' '))
  }
  const has = isNew ? [] : await rightsFor(run, other, other)
  for (const statement of missing(await rightsFor(run, own, other), has)) await run(statement)
  await run(`ALTER USER ${name} ${isNew ? '' : `IDENTIFIED BY ${secret} `}ACCOUNT UNLOCK`)
}
