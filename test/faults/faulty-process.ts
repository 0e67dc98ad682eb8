import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WRITER = join(import.meta.dirname, 'writer.ts')
/** Every call that changes what is on disk. */
const WRITES = 'pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,mkdir'
const RUNS = '--experimental-strip-types'

export interface WriterRun {
  readonly said: readonly string[]
  readonly isKilled: boolean
}

/** A fault for the `at`-th write call after the program said `ready`: the process dies there, or the call fails. */
export type Fault = { readonly at: number; readonly kind: 'kill' } | { readonly at: number; readonly kind: 'ENOSPC' | 'EIO'; readonly isLasting: boolean }

/** Whether `strace` may be used here to put faults into system calls. */
export function canInjectFaults(): boolean {
  try {
    execFileSync('strace', ['-f', '-qq', '-o', '/dev/null', '-e', 'inject=unlink:signal=SIGKILL:when=9999', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Runs a scenario of `writer.ts` with one fault, and gives back the lines that it said before it ended. */
export async function runWriter(args: readonly string[], fault: Fault | null): Promise<WriterRun> {
  if (fault === null) return run(process.execPath, [RUNS, WRITER, ...args])
  const action = fault.kind === 'kill' ? `signal=SIGKILL:when=${String(fault.at)}` : `error=${fault.kind}:when=${String(fault.at)}${fault.isLasting ? '+' : ''}`
  // Faults hit files only, not the pipe that the program talks through.
  const calls = fault.kind === 'kill' ? WRITES : WRITES.replace(',write,', ',')
  return run('strace', ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:${action}`, process.execPath, RUNS, WRITER, ...args])
}

/** How many write calls a whole run makes: the number of places where a fault can strike. */
export async function countWrites(args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-trace-'))
  try {
    const log = join(folder, 'trace')
    await run('strace', ['-f', '-qq', '-o', log, '-e', `trace=${WRITES}`, process.execPath, RUNS, WRITER, ...args])
    return readFileSync(log, 'utf8').split('\n').filter((line) => /\b\w+\(/.test(line) && !line.includes('resumed')).length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts a scenario and kills it as soon as `isEnough` says so of the lines so far. */
export async function killWriterWhen(args: readonly string[], isEnough: (said: readonly string[]) => boolean): Promise<WriterRun> {
  return run(process.execPath, [RUNS, WRITER, ...args], isEnough)
}

function run(command: string, args: readonly string[], isEnough?: (said: readonly string[]) => boolean): Promise<WriterRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_NO_WARNINGS: '1' } })
    let text = ''
    let complaints = ''
    const lines = (): string[] => text.split('\n').slice(0, -1)
    child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString()
      if (isEnough?.(lines())) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const isKilled = signal === 'SIGKILL' || code === 137
      if (!isKilled && code !== 0 && !lines().some((line) => line.startsWith('failed'))) reject(new Error(`the writer ended with ${String(code)}: ${complaints}`))
      else resolve({ said: lines(), isKilled })
    })
  })
}

/** `count` places spread over 1…`last`, both included; all of them when `COFFER_FAULT_SWEEP=full`. */
export function spread(last: number, count: number): readonly number[] {
  const points = process.env['COFFER_FAULT_SWEEP'] === 'full' ? last : Math.min(count, last)
  return Array.from({ length: points }, (_, index) => 1 + Math.round((index * (last - 1)) / Math.max(1, points - 1)))
}

/** The highest step that was acknowledged, plus one. */
export function acknowledged(run: WriterRun): number {
  return run.said.filter((line) => line.startsWith('done')).length
}
