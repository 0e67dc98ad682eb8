import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mysqlServer } from '../../../scripts/setup/mysql-server.mjs'
import { mysqlLogins, ROOT, type MysqlLogins } from './mysql-logins.ts'
import { freePort, giveToServer, removeFolder, runAsServer, serverFolder, startAsServer, untilReady } from './own-process.ts'

export interface MysqlServer extends MysqlLogins {
  readonly port: number
  readonly root: typeof ROOT
  stop(): Promise<void>
}

interface MysqlOptions {
  readonly settings?: readonly string[]
  /** The server's certificate; without it the server has no TLS at all. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly authority: string }
}

/** `loose`: a later version may have lost an option. */
const SMALL = ['--loose-innodb-redo-log-capacity=8M', '--loose-innodb-buffer-pool-size=16M', '--loose-innodb-flush-log-at-trx-commit=0', '--loose-performance-schema=OFF', '--loose-skip-log-bin', '--loose-mysqlx=OFF', '--secure-file-priv=NULL']

/** Whether this machine has a MySQL: one on PATH, or what set-up unpacked. */
export function hasMysql(): boolean {
  return mysqlServer() !== null
}

function program(): { readonly file: string; readonly first: readonly string[] } {
  const [file, ...first] = mysqlServer() ?? []
  if (file === undefined) throw new Error('This machine has no MySQL server')
  // The server gives up root by itself, after it has read its libraries from a folder that may be root's alone.
  return { file, first: [...first, '--no-defaults', ...(process.getuid?.() === 0 ? ['--user=nobody'] : [])] }
}

/** The files of a server that was just made, kept for all servers of a run: making them takes seconds. */
function emptyServer(): string {
  const { file, first } = program()
  const version = spawnSync(file, [...first, '--version'], { encoding: 'utf8' }).stdout
  const cache = join(tmpdir(), `coffer-mysql-${/Ver ([\w.-]+)/.exec(version)?.[1] ?? 'any'}-${process.getuid?.() ?? 'user'}`)
  if (existsSync(cache)) return cache
  const building = serverFolder('mysql-empty')
  runAsServer(file, [...first, '--initialize-insecure', `--datadir=${join(building, 'data')}`, ...SMALL], building, { givesUpRoot: true })
  try {
    renameSync(building, cache)
  } catch {
    // Another test process was quicker.
    removeFolder(building)
  }
  return cache
}

/** An own MySQL on a free port of the loopback; root has a password, and nobody else is there. */
export async function startMysql(options: MysqlOptions = {}): Promise<MysqlServer> {
  const folder = serverFolder('mysql')
  const own = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    giveToServer(path)
    return path
  }
  runAsServer('cp', ['-R', join(emptyServer(), 'data'), join(folder, 'data')], folder)
  // A server tells its copies apart by what this file holds.
  removeFolder(join(folder, 'data', 'auto.cnf'))
  const port = await freePort()
  const { tls } = options
  const { file, first } = program()
  const server = startAsServer(
    file,
    [
      ...first,
      `--datadir=${join(folder, 'data')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${own('init.sql', `ALTER USER root@localhost IDENTIFIED BY '${ROOT.password}';\n`)}`,
      ...SMALL,
      ...(tls === undefined ? ['--tls-version='] : [`--ssl-cert=${own('server.crt', tls.certificate)}`, `--ssl-key=${own('server.key', tls.key)}`, `--ssl-ca=${own('ca.crt', tls.authority)}`]),
      ...(options.settings ?? []),
    ],
    folder,
    { givesUpRoot: true },
  )
  const { login, sql } = mysqlLogins(port, tls !== undefined)
  await untilReady(server, async () => void (await sql('SELECT 1')))
  return {
    port,
    root: ROOT,
    login,
    sql,
    async stop() {
      await server.stop('SIGTERM')
      removeFolder(folder)
    },
  }
}
