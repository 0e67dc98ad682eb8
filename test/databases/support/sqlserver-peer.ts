import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { adminSession, openSession, runBatch, type ResultSet } from './sqlserver-session.ts'
import { createState, type SqlServerState } from './sqlserver-state.ts'
import type { Reader } from './sqlserver-views.ts'
import { ENCRYPT, PACKET, preloginAnswer, readLogin7, readPrelogin, TdsReader, tdsPackets, type TdsMessage } from './tds-packets.ts'
import { readBatch, readRpc, type TdsRequest } from './tds-requests.ts'
import { tlsWithin } from './tds-tls.ts'
import { changeToken, collationToken, doneToken, loginAckToken, messageToken, resultTokens, returnStatusToken } from './tds-tokens.ts'
import { SqlError } from './tsql-tokens.ts'

/**
 * What the rotation of a SQL Server login needs of a server, spoken over the real wire (TDS 7.4) by Microsoft's public
 * description, with the statements read and carried out and everything else refused. It is no SQL Server: it knows logins, users,
 * roles, permissions and SELECTs of catalogue views and small tables, as the documentation tells them.
 */
export interface SqlServerPeer {
  readonly port: number
  readonly state: SqlServerState
  /** Statements that came and change something. */
  readonly changes: string[]
  /** Names that a login came with, refused ones too. */
  readonly logins: string[]
  /** Hangs up once around the change of that number, counted from now: before it is carried out, or after it without an answer. */
  cutAt(change: number, when: 'before' | 'after'): void
  /** Runs statements in a database as sa; the rows of the last that gives any. */
  sql(database: string, ...statements: readonly string[]): ResultSet['rows']
  stop(): Promise<void>
}

interface PeerRecord extends Pick<SqlServerPeer, 'changes' | 'logins'> {
  cut: { left: number; readonly when: 'before' | 'after' } | null
}

interface PeerOptions {
  /** With it the server offers TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Refuses to go on without TLS (Force Encryption). */
  readonly forcesTls?: boolean
}

export async function startSqlServerPeer(options: PeerOptions = {}): Promise<SqlServerPeer> {
  const state = createState()
  const record: PeerRecord = { changes: [], logins: [], cut: null }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    serve(socket, state, record, options)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port')
  return {
    port: address.port,
    state,
    changes: record.changes,
    logins: record.logins,
    cutAt: (change, when) => void (record.cut = { left: change, when }),
    sql: (database, ...statements) => statements.flatMap((sql) => [runBatch(adminSession(state, database), { sql, parameters: new Map() }).at(-1)?.rows ?? []]).at(-1) ?? [],
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** One connection: PRELOGIN, TLS where both sides want it, LOGIN7, then requests. What breaks the rules of the wire ends it. */
function serve(socket: Socket, state: SqlServerState, record: PeerRecord, options: PeerOptions): void {
  const greeting = new TdsReader()
  const onGreeting = guarded(socket, (chunk: Buffer) => {
    const [message, ...more] = greeting.push(chunk)
    if (message === undefined) return
    if (message.type !== PACKET.prelogin || more.length > 0) throw new Error('A connection begins with PRELOGIN')
    socket.off('data', onGreeting)
    const asked = readPrelogin(message.payload)
    const wantsTls = asked === ENCRYPT.on || asked === ENCRYPT.required
    const { tls, forcesTls = false } = options
    const answer = tls === undefined ? ENCRYPT.notSupported : forcesTls ? ENCRYPT.required : wantsTls ? ENCRYPT.on : ENCRYPT.notSupported
    socket.write(tdsPackets(PACKET.reply, preloginAnswer(answer)))
    if (tls === undefined || answer === ENCRYPT.notSupported) return talk(socket, state, record, false)
    const secure = tlsWithin(socket, tls, Buffer.alloc(0))
    secure.on('error', () => socket.destroy())
    talk(secure, state, record, true)
  })
  socket.on('data', onGreeting)
}

function guarded(stream: Duplex, take: (chunk: Buffer) => void): (chunk: Buffer) => void {
  return (chunk) => {
    try {
      take(chunk)
    } catch {
      stream.destroy()
    }
  }
}

function talk(stream: Duplex, state: SqlServerState, record: PeerRecord, isEncrypted: boolean): void {
  const reader = new TdsReader()
  let session: Reader | null = null
  const reply = (...tokens: readonly Buffer[]): void => void stream.write(tdsPackets(PACKET.reply, Buffer.concat(tokens)))
  const onMessage = ({ type, payload }: TdsMessage): void => {
    if (session === null) {
      if (type !== PACKET.login) throw new Error('Nothing comes before LOGIN7')
      const asked = readLogin7(payload)
      record.logins.push(asked.user)
      try {
        session = openSession(state, asked, isEncrypted)
      } catch (thrown) {
        if (!(thrown instanceof SqlError)) throw thrown
        reply(...thrown.messages().map(messageToken), doneToken({ failed: true }))
        return void stream.end()
      }
      const { database, login } = session
      const changed = { number: 5701, state: 2, class: 0, message: `Changed database context to '${database.name}'.` }
      reply(changeToken('database', database.name, 'master'), messageToken(changed), collationToken(), changeToken('language', login?.language ?? 'us_english'), loginAckToken(), changeToken('packetSize', '4096', '4096'), doneToken())
      return
    }
    if (type === PACKET.attention) return reply(doneToken({ kind: 'ATTENTION' }))
    if (type !== PACKET.batch && type !== PACKET.rpc) throw new Error(`A message of the type ${type} after the login`)
    const request = type === PACKET.rpc ? readRpc(payload) : readBatch(payload)
    const cut = isChange(request) && record.cut !== null && record.cut.left-- === 0 ? record.cut.when : null
    if (cut !== null) record.cut = null
    if (cut === 'before') return void stream.destroy()
    const tokens = answer(session, request, type === PACKET.rpc, record.changes)
    if (cut === 'after') return void stream.destroy()
    reply(...tokens)
  }
  stream.on('data', guarded(stream, (chunk: Buffer) => reader.push(chunk).forEach(onMessage)))
}

const isChange = ({ sql }: TdsRequest): boolean => /^\s*(CREATE|ALTER|GRANT|DENY|REVOKE|EXEC)\b/.test(sql)

function answer(session: Reader, request: TdsRequest, isCall: boolean, changes: string[]): readonly Buffer[] {
  const kind = isCall ? 'DONEPROC' : 'DONE'
  try {
    const results = runBatch(session, request)
    if (isChange(request)) changes.push(request.sql)
    const sets = results.flatMap(({ columns, rows }) => [resultTokens(columns, rows), doneToken({ more: true, count: rows.length, kind: isCall ? 'DONEINPROC' : 'DONE' })])
    return [...sets, ...(isCall ? [returnStatusToken()] : []), doneToken({ kind })]
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    return [...thrown.messages().map(messageToken), doneToken({ failed: true, kind })]
  }
}
