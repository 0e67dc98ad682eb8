import { describe, expect, test } from 'vitest'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { TwinPlan } from '../../../electron/functions/databases/adapter.ts'
import { readDatabaseSecret } from '../../../electron/functions/databases/database-secret.ts'
import type { EngineName } from '../../../electron/functions/databases/engine-profile.ts'
import { accountOptions, grantFor } from '../../../electron/functions/databases/mysql-grants.ts'
import { setMysqlTwin } from '../../../electron/functions/databases/mysql-twin.ts'
import { ownPasswordStatement } from '../../../electron/functions/databases/mysql.ts'
import { createDb2Adapter, db2ConnectionString, type Db2Connection } from '../../../electron/functions/databases/db2.ts'
import { oracleDescriptors } from '../../../electron/functions/databases/oracle-connection.ts'
import { oracleTwinLacks, setOracleTwin } from '../../../electron/functions/databases/oracle-twin.ts'
import { grantsFor, oracleName, oraclePassword } from '../../../electron/functions/databases/oracle-text.ts'
import { scramVerifier } from '../../../electron/functions/databases/scram-verifier.ts'
import { setSqlserverTwin, sqlserverTwinLacks } from '../../../electron/functions/databases/sqlserver-twin.ts'
import { sqlserverIdentifier, sqlserverLiteral } from '../../../electron/functions/databases/sqlserver-quote.ts'
import { functionSettings } from '../../../electron/functions/function-settings.ts'

const NONE = functionSettings({}, [])

function plan(engine: EngineName, username: string, more: Partial<TwinPlan> = {}): TwinPlan {
  const current = readDatabaseSecret(engine, new Sensitive(JSON.stringify({ engine, host: 'db', username, password: 'p', dbname: 'shop' })), NONE)
  return { current, currentAccount: null, twin: `${username}_clone`, password: new Sensitive("n'ew]\\1"), settings: NONE, note: () => {}, ...more }
}

describe('MySQL and MariaDB', () => {
  const account = { user: "a'b", host: '10.%' }
  test.each([
    ["GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'", null],
    ['GRANT SELECT, INSERT ON `a TO b`.* TO `app`@`%`', "GRANT SELECT, INSERT ON `a TO b`.* TO 'a\\'b'@'10.%'"],
    ['GRANT SELECT (`x``y`) ON `s`.`t` TO `app`@`%` WITH GRANT OPTION', "GRANT SELECT (`x``y`) ON `s`.`t` TO 'a\\'b'@'10.%' WITH GRANT OPTION"],
    ["GRANT ALL PRIVILEGES ON *.* TO `app`@`%` REQUIRE SSL WITH GRANT OPTION MAX_QUERIES_PER_HOUR 5", "GRANT ALL PRIVILEGES ON *.* TO 'a\\'b'@'10.%' WITH GRANT OPTION"],
    ['GRANT `readers`@`%`,`writers`@`%` TO `app`@`%` WITH ADMIN OPTION', "GRANT `readers`@`%`,`writers`@`%` TO 'a\\'b'@'10.%' WITH ADMIN OPTION"],
    ['GRANT `readers` TO `app`@`%`', "GRANT `readers` TO 'a\\'b'@'10.%'"],
    ['REVOKE SELECT ON `mysql`.* FROM `app`@`%`', "REVOKE SELECT ON `mysql`.* FROM 'a\\'b'@'10.%'"],
    ['SET DEFAULT ROLE `readers` FOR `app`@`%`', "SET DEFAULT ROLE `readers` FOR 'a\\'b'@'10.%'"],
    ["GRANT PROXY ON ''@'' TO 'app'@'%' WITH GRANT OPTION", "GRANT PROXY ON ''@'' TO 'a\\'b'@'10.%' WITH GRANT OPTION"],
    ['GRANT USAGE ON *.* TO `app`@`%` WITH GRANT OPTION', "GRANT USAGE ON *.* TO 'a\\'b'@'10.%' WITH GRANT OPTION"],
  ])('%s', (row, expected) => {
    expect(grantFor(row, account)).toBe(expected)
  })

  test.each([
    ["CREATE USER `app`@`%` IDENTIFIED BY PASSWORD '*AB' REQUIRE SSL WITH MAX_USER_CONNECTIONS 7 ACCOUNT LOCK PASSWORD EXPIRE", { plugin: null, options: 'REQUIRE SSL WITH MAX_USER_CONNECTIONS 7', defaultRole: null }],
    ["CREATE USER `app`@`%` IDENTIFIED VIA ed25519 USING 'x REQUIRE y' OR unix_socket", { plugin: 'ed25519', options: '', defaultRole: null }],
    [
      "CREATE USER `app`@`10.%` IDENTIFIED WITH 'caching_sha2_password' AS 0x2441 DEFAULT ROLE `r`@`%` REQUIRE SUBJECT '/CN=a' ISSUER '/CN=b' WITH MAX_QUERIES_PER_HOUR 5 PASSWORD EXPIRE INTERVAL 90 DAY ACCOUNT UNLOCK PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2",
      {
        plugin: 'caching_sha2_password',
        options: "REQUIRE SUBJECT '/CN=a' ISSUER '/CN=b' WITH MAX_QUERIES_PER_HOUR 5 PASSWORD EXPIRE INTERVAL 90 DAY PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2",
        defaultRole: 'DEFAULT ROLE `r`@`%`',
      },
    ],
  ])('%s', (statement, expected) => {
    expect(accountOptions(statement)).toEqual(expected)
  })

  test.each([
    ['10.11.19-MariaDB-0+deb12u1', "SET PASSWORD = PASSWORD('x')"],
    ['5.5.62', "SET PASSWORD = PASSWORD('x')"],
    ['5.7.5', "SET PASSWORD = PASSWORD('x')"],
    ['5.7.6-log', "ALTER USER USER() IDENTIFIED BY 'x'"],
    ['8.0.36', "ALTER USER USER() IDENTIFIED BY 'x'"],
    ['9.1.0', "ALTER USER USER() IDENTIFIED BY 'x'"],
    ['10.0.1', "ALTER USER USER() IDENTIFIED BY 'x'"],
  ])('own password on %s', (version, statement) => {
    expect(ownPasswordStatement(version, "'x'")).toBe(statement)
  })

  test('MySQL 8: a new twin is locked until its rights are there, and has current’s plug-in and default role', async () => {
    const sent: string[] = []
    await setMysqlTwin(
      {
        isMariaDb: false,
        async rows(sql) {
          sent.push(sql)
          if (sql.startsWith('SHOW CREATE USER')) return [["CREATE USER `app`@`10.%` IDENTIFIED WITH 'caching_sha2_password' AS 0x24 DEFAULT ROLE `r`@`%` REQUIRE SSL PASSWORD EXPIRE DEFAULT ACCOUNT UNLOCK"]]
          if (sql.startsWith('SHOW GRANTS')) return [['GRANT USAGE ON *.* TO `app`@`10.%`'], ['GRANT SELECT ON `shop`.* TO `app`@`10.%`'], ['GRANT `r`@`%` TO `app`@`10.%`']]
          return []
        },
      },
      plan('mysql', 'app', { currentAccount: 'app@10.%' }),
    )
    expect(sent.filter((sql) => !/^(SHOW|SELECT)/.test(sql))).toEqual([
      "CREATE USER 'app_clone'@'10.%' IDENTIFIED WITH caching_sha2_password BY 'n\\'ew]\\\\1' ACCOUNT LOCK",
      "GRANT SELECT ON `shop`.* TO 'app_clone'@'10.%'",
      "GRANT `r`@`%` TO 'app_clone'@'10.%'",
      "ALTER USER 'app_clone'@'10.%' REQUIRE SSL PASSWORD EXPIRE DEFAULT",
      "ALTER USER 'app_clone'@'10.%' DEFAULT ROLE `r`@`%`",
      "ALTER USER 'app_clone'@'10.%'  ACCOUNT UNLOCK",
    ])
  })
})

describe('SQL Server', () => {
  test('quoting', () => {
    expect(sqlserverIdentifier('a]b[c"d')).toBe('[a]]b[c"d]')
    expect(sqlserverLiteral("a'b\\%ü")).toBe("N'a''b\\%ü'")
  })

  /** A server with a login and a user of it in `shop`, as the catalogue views tell. */
  function catalogue(facts: { readonly logins: string[]; readonly users: string[]; readonly sent: string[]; readonly contained?: boolean }) {
    return async (sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const named = /name = N'([^']+)'/.exec(sql)?.[1] ?? ''
      if (/^\s*(CREATE|ALTER|GRANT|DENY|EXEC)/.test(sql)) {
        facts.sent.push(sql)
        const login = /^CREATE LOGIN \[([^\]]+)\]/.exec(sql)?.[1]
        if (login !== undefined) facts.logins.push(login)
        const user = /^CREATE USER \[([^\]]+)\]/.exec(sql)?.[1]
        if (user !== undefined) facts.users.push(user)
        return []
      }
      if (sql.startsWith('SELECT authentication_type')) return [{ kind: facts.contained === true ? 2 : 1 }]
      if (sql.startsWith('SELECT LOGINPROPERTY')) return [{ locked: 0 }]
      if (sql.startsWith('SELECT DB_NAME()')) return [{ name: 'shop' }]
      if (sql.includes('sys.sql_logins')) return [{ database: 'shop', language: 'us_english', policy: true, expires: false }]
      if (sql.startsWith('SELECT 1 AS found')) return (facts.contained === true ? facts.users : facts.logins).includes(named) ? [{ found: 1 }] : []
      if (sql.startsWith('SELECT d.name')) return facts.users.includes(named) ? [{ name: named, schema: 'sales' }] : []
      if (named !== 'app') return []
      if (sql.includes('server_role_members')) return [{ statement: 'ALTER SERVER ROLE [bulkadmin] ADD MEMBER ' }]
      if (sql.includes('server_permissions')) return [{ statement: 'GRANT CONNECT SQL', passes: 0 }]
      if (sql.includes('database_role_members')) return [{ statement: 'ALTER ROLE [db_datareader] ADD MEMBER ' }]
      return [{ statement: 'GRANT EXECUTE ON OBJECT::[sales].[p]]1]', passes: 1 }, { statement: 'DENY DELETE ON SCHEMA::[audit]', passes: 0 }]
    }
  }

  test('a new twin: login, user, roles and permissions, disabled until all is there, password last', async () => {
    const facts = { logins: ['app'], users: ['app'], sent: [] as string[] }
    await setSqlserverTwin(catalogue(facts), plan('sqlserver', 'app'))
    expect(facts.sent).toEqual([
      "CREATE LOGIN [app_clone] WITH PASSWORD = N'n''ew]\\1', DEFAULT_DATABASE = [shop], DEFAULT_LANGUAGE = [us_english], CHECK_EXPIRATION = OFF, CHECK_POLICY = ON",
      'ALTER LOGIN [app_clone] DISABLE',
      'CREATE USER [app_clone] FOR LOGIN [app_clone] WITH DEFAULT_SCHEMA = [sales]',
      'ALTER SERVER ROLE [bulkadmin] ADD MEMBER [app_clone]',
      "EXEC master.sys.sp_executesql N'GRANT CONNECT SQL TO [app_clone]'",
      'ALTER ROLE [db_datareader] ADD MEMBER [app_clone]',
      'GRANT EXECUTE ON OBJECT::[sales].[p]]1] TO [app_clone] WITH GRANT OPTION',
      'DENY DELETE ON SCHEMA::[audit] TO [app_clone]',
      "ALTER LOGIN [app_clone] WITH PASSWORD = N'n''ew]\\1'",
      'ALTER LOGIN [app_clone] ENABLE',
    ])
  })

  test('a contained database has users with passwords and no logins', async () => {
    const facts = { logins: [], users: ['app'], sent: [] as string[], contained: true }
    await setSqlserverTwin(catalogue(facts), plan('sqlserver', 'app'))
    expect(facts.sent[0]).toBe("CREATE USER [app_clone] WITH PASSWORD = N'n''ew]\\1', DEFAULT_SCHEMA = [sales]")
    expect(facts.sent.at(-1)).toBe("ALTER USER [app_clone] WITH PASSWORD = N'n''ew]\\1'")
    expect(facts.sent.join('\n')).not.toContain('LOGIN')
  })

  test('what a half-done twin lacks is named', async () => {
    expect(await sqlserverTwinLacks(catalogue({ logins: ['app', 'app_clone'], users: ['app'], sent: [] }), plan('sqlserver', 'app'))).toEqual([
      'a user in this database',
      'ALTER SERVER ROLE [bulkadmin]',
      'GRANT CONNECT SQL',
      'ALTER ROLE [db_datareader]',
      'GRANT EXECUTE ON OBJECT::[sales].[p]]1] WITH GRANT OPTION',
      'DENY DELETE ON SCHEMA::[audit]',
    ])
    expect(await sqlserverTwinLacks(catalogue({ logins: ['app'], users: ['app'], sent: [] }), plan('sqlserver', 'app'))).toEqual(['the login app_clone'])
  })
})

describe('Oracle', () => {
  test('names and passwords', () => {
    expect(oracleName('app')).toBe('"APP"')
    expect(oracleName('"app"')).toBe('"app"')
    for (const name of ['""', '"a"b"', '"a']) expect(() => oracleName(name)).toThrow('must not hold "')
    expect(() => oracleName('a"b')).toThrow('must not hold "')
    expect(oraclePassword(new Sensitive('a;b@c'))).toBe('"a;b@c"')
    expect(() => oraclePassword(new Sensitive('a"b'))).toThrow('must not hold "')
  })

  test('descriptors: a service name first, then an SID; TLS checks the name unless told otherwise', () => {
    const secret = readDatabaseSecret('oracle', new Sensitive('{"engine":"oracle","host":"db.example.com","username":"u","password":"p","dbname":"ORCL","port":"1522"}'), NONE)
    expect(oracleDescriptors(secret, false)).toEqual([
      '(DESCRIPTION=(CONNECT_TIMEOUT=5)(TRANSPORT_CONNECT_TIMEOUT=5)(ADDRESS=(PROTOCOL=tcp)(HOST=db.example.com)(PORT=1522))(CONNECT_DATA=(SERVICE_NAME=ORCL)))',
      '(DESCRIPTION=(CONNECT_TIMEOUT=5)(TRANSPORT_CONNECT_TIMEOUT=5)(ADDRESS=(PROTOCOL=tcp)(HOST=db.example.com)(PORT=1522))(CONNECT_DATA=(SID=ORCL)))',
    ])
    expect(oracleDescriptors(secret, true)[0]).toContain('(PROTOCOL=tcps)')
    expect(oracleDescriptors(secret, true)[0]).toContain('(SECURITY=(SSL_SERVER_DN_MATCH=YES))')
    expect(() => oracleDescriptors({ ...secret, host: 'x)(HOST=evil' }, false)).toThrow('host holds a character')
  })

  const DDL: Readonly<Record<string, string>> = {
    ROLE_GRANT: '\n   GRANT "CONNECT" TO "APP";\n  GRANT "APP" TO "APP" WITH ADMIN OPTION;',
    SYSTEM_GRANT: '\n  GRANT CREATE TABLE TO "APP"',
    OBJECT_GRANT: '\n  GRANT SELECT ON "APP"."ORDERS" TO "APP" WITH GRANT OPTION',
    DEFAULT_ROLE: '\n   ALTER USER "APP" DEFAULT ROLE ALL',
  }
  const oracle = (known: readonly string[], sent: string[]) => async (sql: string, binds: readonly unknown[] = []): Promise<readonly (readonly unknown[])[]> => {
    if (sql.startsWith('SELECT DEFAULT_TABLESPACE')) return known.includes(String(binds[0])) ? [['USERS', 'TEMP', 'APPS']] : []
    if (sql.includes('FROM DBA_TS_QUOTAS')) return binds[0] === 'APP' ? [['USERS', -1], ['SHOP', 1_048_576]] : []
    if (sql.startsWith('SELECT DBMS_METADATA')) {
      const ddl = binds[1] === 'APP' ? DDL[String(binds[0])] : undefined
      if (ddl === undefined) throw Object.assign(new Error('ORA-31608: specified object of type TABLESPACE_QUOTA not found'), { errorNum: 31_608 })
      return [[ddl]]
    }
    sent.push(sql)
    return []
  }

  test('a new twin: tablespaces, profile and every kind of grant, locked until all is there', async () => {
    const sent: string[] = []
    await setOracleTwin(oracle(['APP'], sent), plan('oracle', 'app', { twin: 'APP_CLONE', password: new Sensitive("n'ew") }))
    expect(sent).toEqual([
      'CREATE USER "APP_CLONE" IDENTIFIED BY "n\'ew" DEFAULT TABLESPACE "USERS" TEMPORARY TABLESPACE "TEMP" PROFILE "APPS" ACCOUNT LOCK',
      'ALTER USER "APP_CLONE" QUOTA UNLIMITED ON "USERS"',
      'ALTER USER "APP_CLONE" QUOTA 1048576 ON "SHOP"',
      'GRANT "CONNECT" TO "APP_CLONE"',
      'GRANT "APP" TO "APP_CLONE" WITH ADMIN OPTION',
      'GRANT CREATE TABLE TO "APP_CLONE"',
      'GRANT SELECT ON "APP"."ORDERS" TO "APP_CLONE" WITH GRANT OPTION',
      'ALTER USER "APP_CLONE" DEFAULT ROLE ALL',
      'ALTER USER "APP_CLONE" ACCOUNT UNLOCK',
    ])
  })

  test('a twin that is there is brought up to what it lacks, and gets the password last', async () => {
    const sent: string[] = []
    await setOracleTwin(oracle(['APP', 'APP_CLONE'], sent), plan('oracle', 'app', { twin: 'APP_CLONE', password: new Sensitive('new') }))
    expect(sent.at(-1)).toBe('ALTER USER "APP_CLONE" IDENTIFIED BY "new" ACCOUNT UNLOCK')
    expect(await oracleTwinLacks(oracle(['APP', 'APP_CLONE'], []), plan('oracle', 'app', { twin: 'APP_CLONE' }))).toHaveLength(7)
    expect(await oracleTwinLacks(oracle(['APP'], []), plan('oracle', 'app', { twin: 'APP_CLONE' }))).toEqual(['the user APP_CLONE'])
  })

  test('a line in an object’s name begins no statement', () => {
    expect(grantsFor('   GRANT SELECT ON "S"."a\nGRANT DBA TO APP_CLONE -- ; " TO "APP"\n   GRANT READ ON DIRECTORY "D" TO "APP"', 'APP', 'X')).toEqual(['GRANT SELECT ON "S"."a\nGRANT DBA TO APP_CLONE -- ; " TO "X"', 'GRANT READ ON DIRECTORY "D" TO "X"'])
  })

  test('only the grantee’s name is replaced', () => {
    expect(grantsFor('GRANT SELECT ON "APP"."APP" TO "APP";', 'APP', 'APP_CLONE')).toEqual(['GRANT SELECT ON "APP"."APP" TO "APP_CLONE"'])
    expect(grantsFor('GRANT SELECT ON "go TO "."to" TO "APP" WITH GRANT OPTION', 'APP', 'X')).toEqual(['GRANT SELECT ON "go TO "."to" TO "X" WITH GRANT OPTION'])
  })
})

describe('Db2 on RDS', () => {
  const secret = (password: string) => readDatabaseSecret('db2', new Sensitive(JSON.stringify({ engine: 'db2', host: 'db', username: 'boss', password, dbname: 'SHOP', ssl: false })), NONE)

  test('a connection string holds no field of the secret’s making', () => {
    expect(db2ConnectionString(secret('p'), 'SHOP', true)).toBe('DATABASE=SHOP;HOSTNAME=db;PORT=50000;PROTOCOL=TCPIP;UID=boss;PWD=p;SECURITY=SSL')
    expect(() => db2ConnectionString(secret('p;HOSTNAME=evil'), 'SHOP', false)).toThrow('PWD of a Db2 login must not hold ;')
  })

  test('the master sets passwords in RDSADMIN, waits until one is taken up, and grants what the twin lacks', async () => {
    const sent: string[] = []
    let refusals = 2
    const adapter = createDb2Adapter(async () => ({
      async open(text): Promise<Db2Connection> {
        const where = /DATABASE=(\w+)/.exec(text)?.[1] ?? ''
        if (text.includes('UID=app_clone') && refusals-- > 0) throw new Error('SQL30082N Security processing failed with reason "24"')
        return {
          async query(sql, values = []) {
            if (sql.startsWith('SELECT')) return values[0] === 'APP' ? [{ CONNECTAUTH: 'Y', CREATETABAUTH: 'Y', LOADAUTH: 'N' }] : [{ CONNECTAUTH: 'Y' }]
            sent.push(`${where}: ${sql} ${values.join(' ')}`.trim())
            if (sql.includes('add_user')) throw new Error('The user already exists')
            return []
          },
          async close() {},
        }
      },
    }))
    const master = await adapter.open(secret('p'), null, { signal: new AbortController().signal, note: () => {} })
    const twin = plan('db2', 'app', { password: new Sensitive('new') })
    expect(await master.twinLacks(twin)).toEqual(['CREATETAB'])
    await master.setTwin(twin)
    expect(sent).toEqual(['RDSADMIN: call rdsadmin.add_user(?, ?, ?) app_clone new', 'SHOP: GRANT CREATETAB ON DATABASE TO USER "APP_CLONE"', 'RDSADMIN: call rdsadmin.change_password(?, ?) app_clone new'])
    expect(refusals).toBe(-1)
  })
})

test('a SCRAM verifier is what PostgreSQL stores', () => {
  // Made by PostgreSQL's own function for this salt: RFC 7677's example password.
  const verifier = scramVerifier(new Sensitive('pencil'), 4_096, Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))
  expect(verifier).toBe('SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=')
  expect(scramVerifier(new Sensitive('pässword'), 4_096)).toBeNull()
})
