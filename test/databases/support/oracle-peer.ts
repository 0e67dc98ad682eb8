import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { callEnd, logonParameters, OracleError, status, warning } from './oracle-answers.ts'
import { TtcReader } from './oracle-buffer.ts'
import { makeUser, OracleCatalogue, type OracleUser, type UserFacts } from './oracle-catalogue.ts'
import { CursorError, execute, executeAgain, fetchRows, type Executing } from './oracle-execute.ts'
import { challenge, checkAnswer, dataTypesAnswer, noVerifier, protocolAnswer, readAuthentication, type Challenge } from './oracle-logon.ts'
import { TnsTalk } from './oracle-net.ts'

/** What differs on the wire between releases: 19c negotiates and logs on step by step, 23ai in one go. */
const RELEASES = {
  '19c': { version: (19 << 24) | (22 << 16), tnsVersion: 318, fieldVersion: 12, knowsTimeZone: false, fastAuth: false, passwordBytes: 30 },
  '23ai': { version: (23 << 24) | (6 << 16), tnsVersion: 319, fieldVersion: 24, knowsTimeZone: true, fastAuth: true, passwordBytes: 1_024 },
} as const
export type OracleRelease = keyof typeof RELEASES

/**
 * What the rotation of an Oracle user needs of a database, spoken over the real wire: Oracle Net, TTC, the logon by a 12C
 * verifier, and the statements for users. It is no Oracle: it knows the catalogue of users, and refuses every other statement.
 */
export interface OraclePeer {
  readonly port: number
  readonly catalogue: OracleCatalogue
  /** Statements carried out or refused, passwords as `***`. */
  readonly statements: string[]
  /** Messages that no server of Oracle's would get: empty unless the peer or the driver is wrong. */
  readonly faults: unknown[]
  stop(): Promise<void>
}

export interface OraclePeerOptions {
  readonly release?: OracleRelease
  readonly tls?: { readonly certificate: string; readonly key: string }
  readonly service?: string
  readonly sid?: string
  /** Refuses every connection with this number. */
  readonly refuses?: number
  /** What a listener without TLS does with TLS's greeting: 'waits' for more of what it takes for a packet, or 'closes'. */
  readonly onGreeting?: 'waits' | 'closes'
  /** Where it says nothing more: to the logon of a connection that it took, or to a statement. */
  readonly silentAt?: 'logon' | RegExp
  /** Whether it takes a break for a statement to which it is silent. */
  readonly takesBreaks?: boolean
  /** Asked before a statement is carried out and again before it is answered: whether the connection ends there. */
  readonly cuts?: (sql: string, when: 'before' | 'after') => boolean
  /** Called when it has gone silent. */
  readonly onSilence?: () => void
}

export async function startOraclePeer(users: Readonly<Record<string, UserFacts>>, options: OraclePeerOptions = {}): Promise<OraclePeer> {
  const release = RELEASES[options.release ?? '19c']
  const catalogue = new OracleCatalogue(release.passwordBytes)
  for (const [name, facts] of Object.entries(users)) catalogue.users.set(name, makeUser(name, facts))
  const peer = { catalogue, statements: [] as string[], faults: [] as unknown[] }
  const sockets = new Set<Socket>()
  const onSocket = (socket: Socket): void => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (options.onGreeting === 'closes') socket.once('data', (chunk) => chunk[0] === 0x16 && socket.destroy())
    serve(new TnsTalk(socket), peer, release, options).catch((thrown: unknown) => {
      peer.faults.push(thrown)
      socket.destroy()
    })
  }
  const server: Server = options.tls === undefined ? createTcpServer(onSocket) : createTlsServer({ cert: options.tls.certificate, key: options.tls.key }, onSocket)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port')
  return {
    ...peer,
    port: address.port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Thrown where nothing more is said. */
class Silence extends Error {}
/** Thrown where the connection ends. */
class Cut extends Error {}

type Release = (typeof RELEASES)[OracleRelease]

/** A session from its connection to its end. */
interface Session extends Executing {
  fieldVersion: number
  user: OracleUser | null
  /** Between the phases of a logon. */
  pending: { readonly user: OracleUser | null; readonly kept: Challenge } | null
}

async function serve(talk: TnsTalk, peer: Pick<OraclePeer, 'catalogue' | 'statements'>, release: Release, { service = 'SHOPDB', sid = 'SHOP', tls, refuses, silentAt, takesBreaks = false, cuts = () => false, onSilence = () => {} }: OraclePeerOptions): Promise<void> {
  const refusal = (data: string): number | null => {
    const wanted = (key: string): string | undefined => new RegExp(`\\(${key}=([^()]*)\\)`, 'i').exec(data)?.[1]
    if (refuses !== undefined) return refuses
    if (wanted('SERVICE_NAME') !== undefined) return wanted('SERVICE_NAME')?.toLowerCase() === service.toLowerCase() ? null : 12_514
    return wanted('SID')?.toLowerCase() === sid.toLowerCase() ? null : 12_505
  }
  if (!(await talk.accept({ ...release, refusal }))) return
  if (silentAt === 'logon') {
    await talk.request()
    return onSilence()
  }
  let statement: string | null = null
  const session: Session = {
    fieldVersion: release.fieldVersion,
    cursors: new Map(),
    user: null,
    pending: null,
    asking(binds) {
      if (session.user === null) throw new OracleError(1_012, 'not logged on')
      return { catalogue: peer.catalogue, user: session.user, binds, context: { NETWORK_PROTOCOL: tls === undefined ? 'tcp' : 'tcps', DB_UNIQUE_NAME: 'SHOP', CON_NAME: 'SHOPPDB', SERVER_HOST: 'db1' } }
    },
    note(sql) {
      if (cuts(sql, 'before')) throw new Cut()
      statement = sql
      peer.statements.push(sql.replace(/\b(BY|REPLACE) "[^"]*"/g, '$1 "***"'))
      if (silentAt instanceof RegExp && silentAt.test(sql)) throw new Silence()
    },
  }
  for (let message = await talk.request(); message !== null; message = await talk.request()) {
    try {
      statement = null
      const answer = answerOf(session, peer.catalogue, release, new TtcReader(message))
      if (statement !== null && cuts(statement, 'after')) throw new Cut()
      talk.answer(answer)
      if (session.cursors.size > 300) throw new Error('Cursors are not closed')
    } catch (caught) {
      let thrown = caught
      if (thrown instanceof Cut) return void talk.socket.destroy()
      if (thrown instanceof Silence) {
        onSilence()
        if (!takesBreaks || !(await talk.untilBreak())) return
        thrown = new OracleError(1_013, 'user requested cancel of current operation')
      }
      if (!(thrown instanceof OracleError)) throw thrown
      await talk.breakOff()
      talk.answer(callEnd(session.fieldVersion, { error: thrown, cursor: thrown instanceof CursorError ? thrown.cursor : 0 }))
    }
  }
  talk.socket.end()
}

const MESSAGE = { protocol: 1, dataTypes: 2, call: 3, piggyback: 17, fastAuth: 34 } as const
const CALL = { executeAgain: 4, fetch: 5, logoff: 9, commit: 14, rollback: 15, executeAndFetchAgain: 78, execute: 94, closeCursors: 105, authenticate: 115, beginAuthentication: 118, cancelCursors: 120, ping: 147 } as const
const FIELDS_WITH_TOKENS = 18

function answerOf(session: Session, catalogue: OracleCatalogue, release: Release, reader: TtcReader): Buffer {
  const kind = reader.byte()
  switch (kind) {
    case MESSAGE.protocol:
      return protocolAnswer(reader, release)
    case MESSAGE.dataTypes: {
      const { bytes, fieldVersion } = dataTypesAnswer(reader, release)
      session.fieldVersion = fieldVersion
      return bytes
    }
    case MESSAGE.fastAuth: {
      reader.raw(3)
      reader.raw(1)
      const protocol = protocolAnswer(reader, release)
      reader.raw(6)
      reader.raw(1)
      const types = dataTypesAnswer(reader, release)
      session.fieldVersion = types.fieldVersion
      // The call in it has no token yet.
      reader.raw(1)
      return Buffer.concat([protocol, types.bytes, callAnswer(session, catalogue, release, reader, false)])
    }
    case MESSAGE.piggyback:
      piggyback(session, reader)
      return answerOf(session, catalogue, release, reader)
    case MESSAGE.call:
      return callAnswer(session, catalogue, release, reader, session.fieldVersion >= FIELDS_WITH_TOKENS)
    default:
      throw new Error(`A message of kind ${kind} is not played`)
  }
}

/** What rides before a call: cursors that are not needed any more. */
function piggyback(session: Session, reader: TtcReader): void {
  const call = reader.byte()
  reader.raw(1)
  if (session.fieldVersion >= FIELDS_WITH_TOKENS) reader.integer()
  if (call !== CALL.closeCursors && call !== CALL.cancelCursors) throw new Error(`The piggyback ${call} is not played`)
  reader.raw(1)
  for (let count = reader.integer(); count > 0; count -= 1) {
    const id = reader.integer()
    if (call === CALL.closeCursors) session.cursors.delete(id)
  }
}

function callAnswer(session: Session, catalogue: OracleCatalogue, { version }: Release, reader: TtcReader, hasToken: boolean): Buffer {
  const call = reader.byte()
  reader.raw(1)
  if (hasToken) reader.integer()
  if (session.user === null && call !== CALL.beginAuthentication && call !== CALL.authenticate && call !== CALL.logoff) throw new OracleError(1_012, 'not logged on')
  switch (call) {
    case CALL.beginAuthentication: {
      const user = catalogue.named(readAuthentication(reader).user)
      const { kept, pairs } = challenge(user?.verifier ?? noVerifier())
      session.pending = { user, kept }
      return Buffer.concat([logonParameters(pairs), callEnd(session.fieldVersion)])
    }
    case CALL.authenticate: {
      const { pairs } = readAuthentication(reader)
      if (session.pending === null) throw new Error('The second phase of a logon without its first')
      const proof = checkAnswer(session.pending.kept, pairs)
      const { user } = session.pending
      session.pending = null
      const told = catalogue.admit(user, proof !== null)
      session.user = user
      const facts = { AUTH_SVR_RESPONSE: proof ?? '', AUTH_VERSION_NO: String(version), AUTH_DBNAME: 'SHOPPDB', AUTH_SC_SERVICE_NAME: 'SHOPDB', AUTH_MAX_IDEN_LENGTH: '128', AUTH_MAX_OPEN_CURSORS: '300' }
      return Buffer.concat([logonParameters(facts), ...(told === null ? [] : [warning(told)]), callEnd(session.fieldVersion)])
    }
    case CALL.execute:
      return execute(session, reader)
    case CALL.executeAgain:
    case CALL.executeAndFetchAgain:
      return executeAgain(session, reader)
    case CALL.fetch:
      return fetchRows(session, reader)
    case CALL.logoff:
      session.user = null
      return status()
    case CALL.commit:
    case CALL.rollback:
    case CALL.ping:
      return status()
    default:
      throw new Error(`The call ${call} is not played`)
  }
}
