import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { sqlServerLogin } from './support/sqlserver-logins.ts'
import { startSqlServerPeer, type SqlServerPeer } from './support/sqlserver-peer.ts'
import { addDatabase, SA_PASSWORD } from './support/sqlserver-state.ts'

const PASSWORD = 'first-Pass-1'
let peer: SqlServerPeer
let desk: RotationDesk
let masterarn: string
beforeAll(async () => {
  ;[peer, desk] = await Promise.all([startSqlServerPeer(), openDesk()])
  addDatabase(peer.state, { name: 'shop', schemas: ['sales'], roles: ['clerks'], tables: [{ schema: 'sales', name: 'orders', columns: ['id'], rows: [{ id: 7 }] }] })
  masterarn = await desk.make(fields('sa', SA_PASSWORD))
})
afterAll(async () => {
  await Promise.all([desk?.close(), peer?.stop()])
})

const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'sqlserver', host: '127.0.0.1', port: peer.port, username, password, ssl: false, ...more })

/** A login with a role and a right at the server, and a role, rights and a schema in the database. */
function makeLogin(name: string): Fields {
  peer.sql('master', `CREATE LOGIN ${name} WITH PASSWORD = N'${PASSWORD}', DEFAULT_DATABASE = shop`, `ALTER SERVER ROLE bulkadmin ADD MEMBER ${name}`, `GRANT VIEW SERVER STATE TO ${name}`)
  peer.sql('shop', `CREATE USER ${name} FOR LOGIN ${name} WITH DEFAULT_SCHEMA = sales`, `ALTER ROLE clerks ADD MEMBER ${name}`, `GRANT SELECT ON OBJECT::sales.orders TO ${name}`)
  return fields(name, PASSWORD, { dbname: 'shop', masterarn })
}

async function reads(of: Fields): Promise<unknown> {
  const open = await sqlServerLogin({ port: peer.port, user: String(of['username']), password: String(of['password']), database: 'shop' })
  const rows = await open.query('SELECT id FROM orders')
  await open.close()
  return rows
}

test.each(['before', 'after'] as const)('single user: a connection that is cut %s the change; the next try knows what the database has', async (when) => {
  const first = makeLogin(`lonely_${when}`)
  const arn = await desk.make(first)
  peer.cutAt(0, when)
  expect(await desk.rotate(arn, 'builtin-sqlserver-single')).toMatchObject({ state: 'failed', errorType: 'DatabaseError' })
  const pending = await desk.read(arn, 'AWSPENDING')
  expect(await reads(when === 'before' ? first : pending)).toEqual([[7]])
  expect(await desk.retry(arn)).toMatchObject({ state: 'succeeded' })
  expect(await desk.read(arn)).toEqual(pending)
  expect(await reads(pending)).toEqual([[7]])
  await expect(reads(first)).rejects.toThrow('18456')
})

test('alternating users: a connection that is cut around each change; the next try makes the clone whole', async () => {
  const rights = (name: string): readonly unknown[] => [
    ...peer.sql('master', `SELECT p.permission_name, p.state FROM sys.server_permissions p JOIN sys.server_principals g ON g.principal_id = p.grantee_principal_id WHERE g.name = N'${name}'`),
    ...peer.sql('master', `SELECT m.role_principal_id FROM sys.server_role_members m JOIN sys.server_principals g ON g.principal_id = m.member_principal_id WHERE g.name = N'${name}'`),
    ...peer.sql('shop', `SELECT p.class, p.permission_name, p.state FROM sys.database_permissions p JOIN sys.database_principals g ON g.principal_id = p.grantee_principal_id WHERE g.name = N'${name}'`),
    ...peer.sql('shop', `SELECT m.role_principal_id FROM sys.database_role_members m JOIN sys.database_principals g ON g.principal_id = m.member_principal_id WHERE g.name = N'${name}'`),
  ].map((row) => row.join()).sort()
  const before = peer.changes.length
  expect(await desk.rotate(await desk.make(makeLogin('whole')), 'builtin-sqlserver-alternating')).toMatchObject({ state: 'succeeded' })
  const changes = peer.changes.slice(before).length
  expect(changes).toBeGreaterThan(8)
  for (let change = 0; change < changes; change++) {
    for (const when of ['before', 'after'] as const) {
      const name = `cut_${change}_${when}`
      const first = makeLogin(name)
      const arn = await desk.make(first)
      peer.cutAt(change, when)
      expect(await desk.rotate(arn, 'builtin-sqlserver-alternating'), name).toMatchObject({ state: 'failed' })
      expect((await desk.read(arn))['username'], name).toBe(name)
      expect(await reads(first), `${name}: the application goes on`).toEqual([[7]])
      expect(await desk.retry(arn), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(`${name}_clone`)
      expect(await reads(now), name).toEqual([[7]])
      expect(rights(`${name}_clone`), name).toEqual(rights(name))
    }
  }
}, 120_000)
