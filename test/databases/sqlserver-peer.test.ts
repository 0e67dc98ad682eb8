import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from './support/certificates.ts'
import { findProgram } from './support/own-process.ts'
import { startSqlServerPeer, type SqlServerPeer } from './support/sqlserver-peer.ts'
import { addDatabase, SA_PASSWORD } from './support/sqlserver-state.ts'

/** Runs FreeTDS's client, which shares nothing with the driver that the functions use. */
async function tsql(port: number, password: string, authority: string | null, input: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-tsql-'))
  try {
    const file = join(folder, 'freetds.conf')
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, authority ?? '')
    writeFileSync(file, ['[peer]', 'host = localhost', `port = ${port}`, 'tds version = 7.4', 'client charset = UTF-8', ...(authority === null ? ['encryption = off'] : ['encryption = require', `ca file = ${ca}`, 'check certificate hostname = yes'])].join('\n'))
    const child = spawn(findProgram('tsql') ?? '', ['-S', 'peer', '-U', 'sa', '-P', password], { env: { ...process.env, FREETDSCONF: file, LC_ALL: 'C.UTF-8' } })
    let written = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    await once(child, 'close')
    return written
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.each([
  ['in plain text', false],
  ['with TLS', true],
] as const)('a client of another make understands the peer, %s', (_title, isTls) => {
  const authority = createAuthority()
  let peer: SqlServerPeer
  beforeAll(async () => {
    peer = await startSqlServerPeer(isTls ? { tls: authority.issue('localhost'), forcesTls: true } : {})
  })
  afterAll(() => peer?.stop())

  test('logins, rows, errors', async ({ skip }) => {
    skip(findProgram('tsql') === null, 'needs tsql of FreeTDS')
    const trusted = isTls ? authority.certificate : null
    const written = await tsql(peer.port, SA_PASSWORD, trusted, "SELECT SUSER_SNAME() AS who, 42 AS n, QUOTENAME(N'a]ü') AS q, NULL AS nothing\ngo\nSELECT encrypt_option FROM sys.dm_exec_connections\ngo\nCREATE LOGIN [x]]y] WITH PASSWORD = N'abc'\ngo\nquit\n")
    expect(written).toContain('sa\t42\t[a]]ü]\tNULL')
    expect(written).toContain(isTls ? 'TRUE' : 'FALSE')
    expect(written).toMatch(/Msg 15116 \(severity 16, state 1\) from PEER/)
    expect(await tsql(peer.port, 'wrong-Pass-9', trusted, 'quit\n')).toMatch(/Msg 18456 \(severity 14, state 1\) from PEER Line 1:\s+"Login failed for user 'sa'\."/)
    if (!isTls) return
    const before = peer.logins.length
    expect(await tsql(peer.port, SA_PASSWORD, createAuthority('Somebody else').certificate, 'quit\n')).not.toContain('1>')
    expect(peer.logins).toHaveLength(before)
  })
})

describe('the peer', () => {
  let peer: SqlServerPeer
  beforeAll(async () => {
    peer = await startSqlServerPeer()
    addDatabase(peer.state, { name: 'shop', collation: 'Latin1_General_CS_AS', roles: ['clerks'], tables: [{ schema: 'dbo', name: 'orders', columns: ['id', 'note'], rows: [{ id: 7, note: null }] }] })
    peer.sql('master', "CREATE LOGIN taken WITH PASSWORD = N'first-Pass-1'")
    peer.sql('shop', 'CREATE USER taken FOR LOGIN taken')
  })
  afterAll(() => peer?.stop())
  const refusal = (database: string, sql: string): unknown => {
    try {
      return peer.sql(database, sql)
    } catch (thrown) {
      return (thrown as { readonly number?: unknown }).number
    }
  }

  test.each([
    ["CREATE LOGIN [a'b] WITH PASSWORD = 'it's-Pass-1'", 105],
    ["CREATE LOGIN [a]b] WITH PASSWORD = 'first-Pass-1'", 102],
    ["CREATE LOGIN a-b WITH PASSWORD = 'first-Pass-1'", 102],
    ["CREATE LOGIN user WITH PASSWORD = 'first-Pass-1'", 156],
    ["CREATE LOGIN x PASSWORD = 'first-Pass-1'", 102],
    ["CREATE LOGIN x WITH PASSWORD = 'first-Pass-1' OLD_PASSWORD = 'x'", 102],
    ["ALTER LOGIN taken WITH PASSWORD = 'other-Pass-2' OLD_PASSWORD = 'first-Pass-1' UNLOCK", 102],
    ["ALTER LOGIN taken WITH PASSWORD = 'other-Pass-2' OLD_PASSWORD = 'first-pass-1'", 15_151],
    ["ALTER LOGIN nobody DISABLE", 15_151],
    ["CREATE LOGIN TAKEN WITH PASSWORD = 'first-Pass-1'", 15_025],
    ["CREATE LOGIN x WITH PASSWORD = 'first-Pass-1', CHECK_POLICY = OFF, CHECK_EXPIRATION = ON", 15_122],
    ["CREATE LOGIN x WITH PASSWORD = 'first-Pass-1', DEFAULT_DATABASE = nowhere", 15_010],
    ['DROP LOGIN taken', 156],
    ['GRANT FLY TO taken', 102],
    ['GRANT VIEW SERVER STATE ON taken', 102],
    ['GRANT CONNECT SQL TO sa', 4624],
    ['ALTER SERVER ROLE clerks ADD MEMBER taken', 15_151],
    ["SELECT name AS user FROM sys.databases", 156],
    ['SELECT nome FROM sys.databases', 207],
    ['SELECT d.name FROM sys.databases x', 4104],
    ['SELECT name FROM sys.data', 208],
    ['SELECT FLY(1) AS x', 195],
    ['SELECT @value AS x', 137],
    ["EXEC master.sys.sp_password N'x'", 2812],
  ])('refuses %s', (sql, number) => {
    expect(refusal('master', sql)).toBe(number)
  })

  test.each([
    ['GRANT CONNECT SQL TO taken', 4621],
    ['GRANT SELECT ON OBJECT::dbo.nothing TO taken', 15_151],
    ['GRANT EXECUTE(id) ON OBJECT::dbo.orders TO taken', 102],
    ['GRANT DELETE ON OBJECT::dbo.orders(id) TO taken', 1020],
    ['GRANT SELECT ON OBJECT::dbo.orders(nothing) TO taken', 1911],
    ['GRANT SELECT ON OBJECT::dbo.orders FROM taken', 156],
    ['ALTER ROLE Clerks ADD MEMBER taken', 15_151],
    ['CREATE USER twice FOR LOGIN taken', 15_063],
    ["CREATE USER inside WITH PASSWORD = 'first-Pass-1'", 33_233],
    ["ALTER USER taken WITH PASSWORD = 'first-Pass-1'", 33_234],
    // Names of permissions have a collation of their own.
    ['SELECT g.name + p.permission_name AS x FROM sys.database_permissions p JOIN sys.database_principals g ON g.principal_id = p.grantee_principal_id', 451],
    ['SELECT 1 AS x FROM sys.database_permissions p WHERE p.permission_name = DB_NAME() COLLATE DATABASE_DEFAULT AND p.permission_name = (SELECT 1) OR p.state + 1 = 2', 245],
    ['SELECT 1 AS x FROM sys.database_principals d JOIN sys.server_principals s ON s.name = d.name', 468],
  ])('refuses %s in a database of another collation', (sql, number) => {
    expect(refusal('shop', sql)).toBe(number)
  })

  test('does nothing of a batch that has a fault of grammar', () => {
    expect(refusal('master', "ALTER LOGIN taken DISABLE; ALTER LOGIN taken WITH PASSWORD = 'a'b'")).toBe(105)
    expect(refusal('master', 'ALTER LOGIN taken DISABLE; ALTER LOGIN taken ENABLED')).toBe(102)
    expect(peer.sql('master', "SELECT is_disabled FROM sys.sql_logins WHERE name = N'taken'")).toEqual([[false]])
  })

  test('NULL is nothing’s equal and makes texts NULL; blanks at the end count for nothing, case by the collation', () => {
    expect(peer.sql('shop', "SELECT CASE o.note WHEN NULL THEN 'a' ELSE 'b' END AS x, 'a' + o.note AS y, ISNULL('a' + o.note, 'c') AS z FROM dbo.orders o")).toEqual([['b', null, 'c']])
    expect(peer.sql('shop', "SELECT 1 AS x FROM dbo.orders WHERE note = NULL")).toEqual([])
    expect(peer.sql('shop', "SELECT name FROM sys.database_principals WHERE name = N'taken  '")).toEqual([['taken']])
    expect(peer.sql('shop', "SELECT name FROM sys.database_principals WHERE name = N'Taken'")).toEqual([])
    expect(peer.sql('shop', "SELECT name FROM sys.server_principals WHERE name = N'Taken'")).toEqual([['taken']])
  })

  test.each([
    ['bytes that are no packet', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a batch before the login', Buffer.from('0101001000330100160000001200000002000000', 'hex')],
  ])('hangs up on %s', async (_what, bytes) => {
    const socket = connect(peer.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(bytes)
    await once(socket, 'close')
    expect(peer.logins).toEqual([])
  })
})
