import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The user that servers run as: they refuse root. */
interface Identity {
  readonly uid: number
  readonly gid: number
}

let identity: Identity | null = null

/** `nobody` where the tests run as root; null where they run as an ordinary user. */
export function serverIdentity(): Identity | null {
  return (identity ??= readIdentity())
}

function readIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout.trim())
  return { uid: id('-u'), gid: id('-g') }
}

/** A folder of a server's own, for its eyes only. */
export function serverFolder(name: string, root = tmpdir()): string {
  const folder = mkdtempSync(join(root, `coffer-${name}-`))
  giveToServer(folder)
  return folder
}

export function giveToServer(file: string): void {
  const server = serverIdentity()
  if (server !== null) chownSync(file, server.uid, server.gid)
}

/** Nothing of the developer's environment: no PG*, no MYSQL*. */
function bareEnvironment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, LC_ALL: 'C', ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }) }
}

export interface ProcessOptions {
  readonly argv0?: string
  /** For a program that gives up root by itself, since it lies where the servers' user cannot read. */
  readonly givesUpRoot?: boolean
}

/** Runs a program as the servers' user to its end. @throws Error with its output */
export function runAsServer(program: string, args: readonly string[], folder: string, { givesUpRoot = false }: ProcessOptions = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...(givesUpRoot ? null : serverIdentity()), cwd: folder, env: bareEnvironment(folder), encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${error?.message ?? ''}${stdout}${stderr}`)
  return stdout
}

export interface ServerProcess {
  /** What it wrote so far. */
  readonly output: () => string
  readonly hasEnded: () => boolean
  /** Asks it to end, and waits for it. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a server as the servers' user. */
export function startAsServer(program: string, args: readonly string[], folder: string, { argv0, givesUpRoot = false }: ProcessOptions = {}): ServerProcess {
  const child: ChildProcess = spawn(program, args, { ...(givesUpRoot ? null : serverIdentity()), cwd: folder, env: bareEnvironment(folder), stdio: ['ignore', 'pipe', 'pipe'], ...(argv0 === undefined ? {} : { argv0 }) })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')))
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    output: () => written,
    hasEnded,
    async stop(signal = 'SIGTERM') {
      if (!hasEnded()) child.kill(signal)
      await ended
    },
  }
}

/** Systems give outgoing connections ports from 32768 on: a server that is stopped for a while finds one below free when it comes back. */
const FIRST_PORT = 15_000
const LAST_PORT = 32_000

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** Tries until it works or the server is gone. @throws Error with the server's output */
export async function untilReady(server: ServerProcess, attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    try {
      return await attempt()
    } catch (thrown) {
      if (server.hasEnded() || Date.now() > deadline) await server.stop('SIGKILL')
      if (server.hasEnded()) throw new Error(`The server did not come up: ${server.output().slice(-2_000)}`, { cause: thrown })
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** The first of the programs that is on PATH or in the system's folders; null when there is none. */
export function findProgram(...names: readonly string[]): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin']
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ?? null
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
