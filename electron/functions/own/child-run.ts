import { spawn, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Duplex, Readable } from 'node:stream'
import type { KeptOutput } from './kept-output.ts'
import { killMarked, signalGroup } from './processes.ts'
import { CHANNEL } from './start-words.ts'

export interface ChildPlan {
  readonly command: string
  readonly words: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** The line for the bootstrap. */
  readonly given: { readonly event: string; readonly requestId: string; readonly functionArn: string; readonly timeoutMs: number }
  /** Lambda gives the loading of the module a time of its own. */
  readonly initTimeoutMs: number
  readonly output: KeptOutput
  readonly signal: AbortSignal
  /** In the environment of each process of this run, and of no other. */
  readonly marker: string
}

/** How a run ended. */
export type ChildEnd =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string; readonly stackTrace: readonly string[] }
  | { readonly kind: 'timed-out'; readonly phase: 'init' | 'invoke'; readonly afterMs: number }
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'not-started'; readonly reason: string }

export interface ChildRun {
  readonly end: ChildEnd
  /** Until the module was loaded; null when it never was. */
  readonly initMs: number | null
  /** From then on. */
  readonly invokeMs: number
}

/** Lambda's limit of a response. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_RESPONSE_BYTES = 6_291_556
/** Escapes of the line around a response. */
const MAX_LINE_BYTES = 3 * MAX_RESPONSE_BYTES
const NICE = 5
/** What may be printed without a pause, in bytes; from then on there is one after each stretch. */
const READ_AT_ONCE = 8 * 1024 * 1024
const READ_AFTER_PAUSE = 256 * 1024
const READ_PAUSE_MS = 10
/** Between SIGTERM and SIGKILL. */
const TERM_GRACE_MS = 2_000
/** For the pipes of processes that could not be found. */
const CLOSE_GRACE_MS = 2_000

/** Runs one child to its end, and leaves no process behind. Never rejects. */
export async function runChild(plan: ChildPlan): Promise<ChildRun> {
  const startedAt = performance.now()
  let readyAt: number | null = null
  let child: ChildProcess
  try {
    child = spawn(plan.command, plan.words, { cwd: plan.folder, env: { ...plan.environment }, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true })
  } catch (error) {
    return { end: { kind: 'not-started', reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }, initMs: null, invokeMs: 0 }
  }
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = await new Promise<ChildEnd>((resolve) => {
    const channel = child.stdio[CHANNEL] as Duplex | null | undefined
    let timer = setTimeout(() => settle({ kind: 'timed-out', phase: 'init', afterMs: plan.initTimeoutMs }), plan.initTimeoutMs)
    const settle = (how: ChildEnd): void => {
      clearTimeout(timer)
      plan.signal.removeEventListener('abort', onAbort)
      resolve(how)
    }
    const onAbort = (): void => settle({ kind: 'stopped' })
    plan.signal.addEventListener('abort', onAbort)
    child.once('error', (error: NodeJS.ErrnoException) => settle({ kind: 'not-started', reason: error.code ?? error.message }))
    // Without its pipes the child was not started, which its error tells.
    if (channel === null || channel === undefined) return
    for (const stream of child.stdio) stream?.on('error', () => undefined)
    readAtEase(child.stdout, (chunk) => plan.output.stdout(chunk))
    readAtEase(child.stderr, (chunk) => plan.output.stderr(chunk))
    readLines(channel, {
      ready() {
        if (readyAt !== null) return
        readyAt = performance.now()
        clearTimeout(timer)
        timer = setTimeout(() => settle({ kind: 'timed-out', phase: 'invoke', afterMs: plan.given.timeoutMs }), plan.given.timeoutMs)
      },
      settle,
    })
    // An answer may still be on its way when its sender is gone.
    child.once('exit', (exitCode, signal) => {
      const exited = (): void => settle({ kind: 'exited', exitCode, signal })
      if (channel.readableEnded || channel.destroyed) exited()
      else {
        channel.once('close', exited)
        setTimeout(exited, CLOSE_GRACE_MS).unref()
      }
    })
    channel.write(`${JSON.stringify(plan.given)}\n`)
    if (child.pid !== undefined) lowerPriority(child.pid)
  })
  const endedAt = performance.now()
  if (end.kind !== 'not-started') await endAll(child, closed, end, plan.marker)
  return { end, initMs: readyAt === null ? null : readyAt - startedAt, invokeMs: endedAt - (readyAt ?? startedAt) }
}

async function endAll(child: ChildProcess, closed: Promise<void>, end: ChildEnd, marker: string): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  if (end.kind === 'timed-out' || end.kind === 'stopped') {
    signalGroup(pid, 'SIGTERM')
    await within(closed, TERM_GRACE_MS)
  }
  signalGroup(pid, 'SIGKILL')
  killMarked(marker)
  await within(closed, CLOSE_GRACE_MS)
  for (const stream of child.stdio) stream?.destroy()
}

/** Reads all of a stream; one that never stops printing is read slowly, so that the rest of Coffer has its turn. */
function readAtEase(stream: Readable | null, take: (chunk: Buffer) => void): void {
  let bytes = 0
  stream?.on('data', (chunk: Buffer) => {
    take(chunk)
    bytes += chunk.length
    if (bytes < READ_AT_ONCE) return
    bytes -= READ_AFTER_PAUSE
    stream.pause()
    setTimeout(() => stream.resume(), READ_PAUSE_MS)
  })
}

function within(done: Promise<void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs)
    void done.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICE)
  } catch {
    // It ended already.
  }
}

/** Takes the bootstrap's lines, each a message; nothing else that is sent counts. */
function readLines(channel: Duplex, { ready, settle }: { readonly ready: () => void; readonly settle: (end: ChildEnd) => void }): void {
  let chunks: Buffer[] = []
  let size = 0
  channel.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10)) {
      const line = Buffer.concat([...chunks, rest.subarray(0, newline)])
      chunks = []
      size = 0
      rest = rest.subarray(newline + 1)
      const message = messageOf(line)
      if (message === 'ready') ready()
      else if (message !== null) settle(message)
    }
    chunks.push(rest)
    size += rest.length
    if (size > MAX_LINE_BYTES) {
      channel.destroy()
      settle({ kind: 'too-large', bytes: size })
    }
  })
}

function messageOf(line: Buffer): 'ready' | ChildEnd | null {
  let message: Readonly<Record<string, unknown>>
  try {
    message = JSON.parse(line.toString('utf8')) as typeof message
  } catch {
    return null
  }
  const { type, payload, errorType, errorMessage, stackTrace } = message
  if (type === 'ready') return 'ready'
  if (type === 'result' && typeof payload === 'string') {
    const bytes = Buffer.byteLength(payload)
    return bytes > MAX_RESPONSE_BYTES ? { kind: 'too-large', bytes } : { kind: 'result', payload }
  }
  if (type !== 'error') return null
  return { kind: 'error', errorType: String(errorType), errorMessage: String(errorMessage), stackTrace: Array.isArray(stackTrace) ? stackTrace.map(String) : [] }
}
