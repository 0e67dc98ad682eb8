import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Binary, deserialize, serialize, type Document } from 'bson'

export interface MongoUser {
  password: string
  roles: Document[]
  customData?: Document
}

/**
 * What the rotation of a MongoDB user needs of a server, spoken over the real wire: OP_MSG, SCRAM-SHA-256 by RFC 5802 and 7677,
 * and the commands for users. It is no MongoDB: it knows one database of users and two rights.
 */
export interface MongoPeer {
  readonly port: number
  readonly users: Map<string, MongoUser>
  /** Names of the commands that came, logins left out. */
  readonly commands: string[]
  stop(): Promise<void>
}

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const ITERATIONS = 4_096

/** One connection: who is logged in, and where a login stands. */
interface Talk {
  user: string | null
  readonly names: { user: string; clientFirst: string; serverFirst: string; salted: Buffer } | null
}

class CommandError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export async function startMongoPeer(users: Readonly<Record<string, MongoUser>>, tls?: { readonly certificate: string; readonly key: string }): Promise<MongoPeer> {
  const known = new Map(Object.entries(users))
  const commands: string[] = []
  const sockets = new Set<Socket>()
  const onSocket = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    const talk: { -readonly [Key in keyof Talk]: Talk[Key] } = { user: null, names: null }
    let buffered = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk])
      // As MongoDB does with what is no message of its wire, such as the greeting of TLS.
      if (buffered.length >= 4 && (buffered.readInt32LE(0) < 16 || buffered.readInt32LE(0) > 48_000_000)) return void socket.destroy()
      while (buffered.length >= 4 && buffered.length >= buffered.readInt32LE(0)) {
        const length = buffered.readInt32LE(0)
        const message = buffered.subarray(0, length)
        buffered = buffered.subarray(length)
        answer(socket, message, (command) => run(command, talk))
      }
    })
  }
  const run = (command: Document, talk: { user: string | null; names: Talk['names'] }): Document => {
    const name = Object.keys(command)[0] ?? ''
    if (!/^(hello|ismaster|sasl|buildInfo|endSessions)/i.test(name)) commands.push(name)
    switch (name.toLowerCase()) {
      case 'hello':
      case 'ismaster':
        return { ismaster: true, isWritablePrimary: true, helloOk: true, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, minWireVersion: 0, maxWireVersion: 21, saslSupportedMechs: ['SCRAM-SHA-256'] }
      case 'buildinfo':
        return { version: '7.0.0' }
      case 'endsessions':
        return {}
      case 'saslstart':
        return saslStart(command, talk)
      case 'saslcontinue':
        return saslContinue(command, talk)
      case 'usersinfo': {
        const asked = command['usersInfo'] as string | { user: string }
        const wanted = typeof asked === 'string' ? asked : asked.user
        if (talk.user !== wanted) requireAdmin(talk)
        const user = known.get(wanted)
        return { users: user === undefined ? [] : [{ _id: `admin.${wanted}`, user: wanted, db: 'admin', roles: user.roles, mechanisms: ['SCRAM-SHA-256'], ...(user.customData === undefined ? {} : { customData: user.customData }) }] }
      }
      case 'createuser': {
        requireAdmin(talk)
        if (known.has(String(command['createUser']))) throw new CommandError(51_003, 'User already exists')
        known.set(String(command['createUser']), { password: String(command['pwd']), roles: command['roles'] as Document[], ...(command['customData'] === undefined ? {} : { customData: command['customData'] as Document }) })
        return {}
      }
      case 'updateuser': {
        const target = String(command['updateUser'])
        const user = known.get(target)
        if (talk.user !== target || command['roles'] !== undefined) requireAdmin(talk)
        if (user === undefined) throw new CommandError(11, 'Could not find user')
        if (talk.user === target && user.roles.some(({ role }) => role === 'noOwnPassword')) throw new CommandError(13, `not authorized to update the password ${String(command['pwd'])}`)
        user.password = String(command['pwd'])
        if (command['roles'] !== undefined) user.roles = command['roles'] as Document[]
        return {}
      }
      default:
        throw new CommandError(59, `no such command: '${name}'`)
    }
  }
  const requireAdmin = ({ user }: { readonly user: string | null }): void => {
    const roles = user === null ? [] : (known.get(user)?.roles ?? [])
    if (!roles.some(({ role }) => role === 'userAdmin')) throw new CommandError(13, 'not authorized on admin to execute command')
  }
  const saslStart = (command: Document, talk: { names: Talk['names'] }): Document => {
    if (command['mechanism'] !== 'SCRAM-SHA-256') throw new CommandError(18, 'Authentication failed.')
    const clientFirst = payloadOf(command).replace(/^n,,/, '')
    const fields = scramFields(clientFirst)
    const user = (fields['n'] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=')
    const salt = randomBytes(16)
    const serverFirst = `r=${fields['r']}${randomBytes(12).toString('base64')},s=${salt.toString('base64')},i=${ITERATIONS}`
    talk.names = { user, clientFirst, serverFirst, salted: pbkdf2Sync(known.get(user)?.password ?? randomBytes(16), salt, ITERATIONS, 32, 'sha256') }
    return { conversationId: 1, done: false, payload: new Binary(Buffer.from(serverFirst)) }
  }
  const saslContinue = (command: Document, talk: { user: string | null; names: Talk['names'] }): Document => {
    const final = payloadOf(command)
    if (talk.names === null) throw new CommandError(18, 'Authentication failed.')
    const { user, clientFirst, serverFirst, salted } = talk.names
    const { r, p } = scramFields(final)
    const signed = `${clientFirst},${serverFirst},${final.replace(/,p=.*$/, '')}`
    const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
    const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
    const signature = hmac(storedKey, signed)
    const clientKey = Buffer.from(p ?? '', 'base64').map((byte, index) => byte ^ (signature[index] ?? 0))
    const isRight = createHash('sha256').update(clientKey).digest().equals(storedKey) && r === scramFields(serverFirst)['r']
    if (!isRight) throw new CommandError(18, 'Authentication failed.')
    talk.user = user
    return { conversationId: 1, done: true, payload: new Binary(Buffer.from(`v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`)) }
  }
  const server: Server = tls === undefined ? createTcpServer(onSocket) : createTlsServer({ cert: tls.certificate, key: tls.key }, onSocket)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port')
  return {
    port: address.port,
    users: known,
    commands,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function answer(socket: Socket, message: Buffer, run: (command: Document) => Document): void {
  const opCode = message.readInt32LE(12)
  const body = (document: Document): Document => {
    try {
      return { ...run(document), ok: 1 }
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown
      return { ok: 0, errmsg: thrown.message, code: thrown.code }
    }
  }
  if (opCode === OP_MSG) return void socket.write(framed(OP_MSG, message, Buffer.concat([Buffer.alloc(5), serialize(body(deserialize(message.subarray(21))))])))
  if (opCode !== OP_QUERY) return void socket.destroy()
  // flags, the collection's name with its zero byte, skip and limit.
  const start = message.indexOf(0, 20) + 1 + 8
  const head = Buffer.alloc(20)
  head.writeInt32LE(8, 0)
  head.writeInt32LE(1, 16)
  socket.write(framed(OP_REPLY, message, Buffer.concat([head, serialize(body(deserialize(message.subarray(start))))])))
}

function framed(opCode: number, request: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(16)
  header.writeInt32LE(16 + body.length, 0)
  header.writeInt32LE(request.readInt32LE(4), 8)
  header.writeInt32LE(opCode, 12)
  return Buffer.concat([header, body])
}

function payloadOf(command: Document): string {
  return Buffer.from((command['payload'] as Binary).buffer).toString('utf8')
}

function scramFields(text: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(text.split(',').map((part) => [part[0], part.slice(2)]))
}
