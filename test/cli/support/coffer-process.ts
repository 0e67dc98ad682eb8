import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../../electron/cli/coffer.ts', import.meta.url))
/** Spares each of many starts the compiling of the same files. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/coffer-compile', import.meta.url))
const READY_TIMEOUT_MS = 120_000

export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
}

export interface CofferRun extends Ended {
  readonly stdout: Buffer
  readonly stderr: string
}

interface SpawnOptions {
  readonly environment?: Readonly<Record<string, string>>
}

interface RunOptions extends SpawnOptions {
  readonly input?: string | Uint8Array
  /** Standard output is closed before anything is written to it. */
  readonly closesOutput?: boolean
}

/** The command line as it is installed: Node's own words on standard error would not be there. */
function spawnCoffer(words: readonly string[], { environment }: SpawnOptions, stdin: 'pipe' | 'ignore'): ChildProcess {
  const { COFFER_PASSPHRASE: _passphrase, COFFER_VAULT: _vault, ...inherited } = process.env
  return spawn(process.execPath, [CLI, ...words], {
    env: { ...inherited, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
    stdio: [stdin, 'pipe', 'pipe'],
  })
}

/** Runs one command of the real program to its end. */
export function runCoffer(words: readonly string[], options: RunOptions = {}): Promise<CofferRun> {
  return new Promise((resolve, reject) => {
    const child = spawnCoffer(words, options, 'pipe')
    const stdout: Buffer[] = []
    let stderr = ''
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
    if (options.closesOutput === true) child.stdout?.destroy()
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout: Buffer.concat(stdout), stderr }))
    // A command that ends without reading its input is no error of the test.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input ?? '')
  })
}

export interface ReadyLine {
  readonly endpoint: string
  readonly socket?: string
  readonly agentEndpoint: string | null
  readonly region: string
  readonly account: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

export interface Serving {
  readonly ready: ReadyLine
  readonly child: ChildProcess
  /** All that it printed so far. */
  stdout(): string
  stderr(): string
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts `coffer serve` and waits for its ready line. */
export function startServing(words: readonly string[], options: SpawnOptions = {}): Promise<Serving> {
  const child = spawnCoffer(['serve', ...words], options, 'ignore')
  let stdout = ''
  let stderr = ''
  const ended = new Promise<Ended>((resolve) => child.once('close', (exitCode, signal) => resolve({ exitCode, signal })))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`coffer serve was not ready in time: ${stderr}`))
    }, READY_TIMEOUT_MS)
    child.once('error', reject)
    void ended.then(({ exitCode, signal }) => {
      clearTimeout(timer)
      reject(new Error(`coffer serve ended with ${String(exitCode ?? signal)}: ${stderr}`))
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      const isFirst = !stdout.includes('\n')
      stdout += chunk.toString()
      if (!isFirst || !stdout.includes('\n')) return
      clearTimeout(timer)
      resolve({
        ready: JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as ReadyLine,
        child,
        stdout: () => stdout,
        stderr: () => stderr,
        end(signal = 'SIGTERM') {
          child.kill(signal)
          return ended
        },
      })
    })
  })
}
