import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../electron/cli/coffer.ts', import.meta.url))
const START_TIMEOUT_MS = 120_000
const TICKS_PER_SECOND = 100

export interface ServeProcess {
  readonly child: ChildProcess
  readonly endpoint: string
  readonly port: number
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** From the start of the process to its ready line. */
  readonly readyMs: number
  /** Resident memory in MiB; null where the system does not tell. */
  residentMiB(): number | null
  /** CPU time so far in microseconds; null where the system does not tell. */
  cpuMicros(): number | null
  stop(): Promise<void>
}

/** Starts `coffer serve` as a person would and waits for its ready line. */
export async function startServe(vault: string, passphrase: string, more: readonly string[] = []): Promise<ServeProcess> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, [CLI, 'serve', '--vault', vault, '--port', '0', ...more], {
    env: { ...process.env, COFFER_PASSPHRASE: passphrase },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const line = await firstLine(child)
  const ready = JSON.parse(line) as { endpoint: string; region: string; accessKeyId?: string; secretAccessKey?: string }
  return {
    child,
    endpoint: ready.endpoint,
    port: Number(new URL(ready.endpoint).port),
    region: ready.region,
    accessKeyId: ready.accessKeyId ?? '',
    secretAccessKey: ready.secretAccessKey ?? '',
    readyMs: performance.now() - startedMs,
    residentMiB: () => residentMiB(child.pid),
    cpuMicros: () => cpuMicros(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

/** Resident memory of a process in MiB, from /proc. */
export function residentMiB(pid: number | undefined): number | null {
  const text = readProcess(pid, 'status')
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(text ?? '')?.[1]
  return kib === undefined ? null : Number(kib) / 1024
}

/** User and system time of a process in microseconds, from /proc. */
export function cpuMicros(pid: number | undefined): number | null {
  const text = readProcess(pid, 'stat')
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6
}

function readProcess(pid: number | undefined, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    let complaints = ''
    const timer = setTimeout(() => reject(new Error(`coffer serve was not ready in time: ${complaints}`)), START_TIMEOUT_MS)
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.slice(0, text.indexOf('\n')))
    })
    child.once('exit', (code) => reject(new Error(`coffer serve ended with ${code}: ${complaints}`)))
  })
}
