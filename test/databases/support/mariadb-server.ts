import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mysqlLogins, ROOT, type MysqlLogins } from './mysql-logins.ts'
import { findProgram, freePort, giveToServer, removeFolder, runAsServer, serverFolder, startAsServer, untilReady } from './own-process.ts'

export interface MariaDbServer extends MysqlLogins {
  readonly port: number
  readonly root: typeof ROOT
  stop(): Promise<void>
}

interface MariaDbOptions {
  readonly settings?: readonly string[]
  readonly tls?: { readonly certificate: string; readonly key: string; readonly authority: string }
}

/** Whether this machine has a MariaDB. */
export function hasMariaDb(): boolean {
  return findProgram('mariadbd') !== null && findProgram('mariadb-install-db') !== null && findProgram('my_print_defaults') !== null
}

/** The files of a server that was just made, kept for all servers of a run: making them takes seconds. */
function emptyServer(): string {
  const version = spawnSync(findProgram('mariadbd') ?? '', ['--version'], { encoding: 'utf8' }).stdout
  const cache = join(tmpdir(), `coffer-mariadb-${/Ver ([\w.-]+)/.exec(version)?.[1] ?? 'any'}-${process.getuid?.() ?? 'user'}`)
  if (existsSync(cache)) return cache
  const building = serverFolder('mariadb-empty')
  runAsServer(
    findProgram('mariadb-install-db') ?? '',
    ['--no-defaults', `--datadir=${join(building, 'data')}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--innodb-flush-log-at-trx-commit=0', '--innodb-log-file-size=8M', '--innodb-buffer-pool-size=16M'],
    building,
  )
  try {
    renameSync(building, cache)
  } catch {
    // Another test process was quicker.
    removeFolder(building)
  }
  return cache
}

/** An own MariaDB on a free port of the loopback; root has a password, and nobody else is there. */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDbServer> {
  const folder = serverFolder('mariadb')
  const own = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode: 0o600 })
    giveToServer(file)
    return file
  }
  runAsServer('cp', ['-R', join(emptyServer(), 'data'), join(folder, 'data')], folder)
  const port = await freePort()
  const tls = options.tls
  const server = startAsServer(
    findProgram('mariadbd') ?? '',
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${own('init.sql', `ALTER USER root@localhost IDENTIFIED BY '${ROOT.password}';\n`)}`,
      '--innodb-log-file-size=8M',
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=0',
      ...(tls === undefined ? [] : [`--ssl-cert=${own('server.crt', tls.certificate)}`, `--ssl-key=${own('server.key', tls.key)}`, `--ssl-ca=${own('ca.crt', tls.authority)}`]),
      ...(options.settings ?? []),
    ],
    folder,
  )
  const { login, sql } = mysqlLogins(port, tls !== undefined)
  await untilReady(server, async () => void (await sql('SELECT 1')))
  return {
    port,
    root: ROOT,
    sql,
    login,
    async stop() {
      await server.stop('SIGTERM')
      removeFolder(folder)
    },
  }
}
