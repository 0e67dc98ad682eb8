import { createInterface } from 'node:readline/promises'
import { hiddenInput, type HiddenInputEnd } from './hidden-input.ts'

/** The command line was not understood; the text says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The person pressed Ctrl+C while something was asked. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

/** Waits for the process to be asked to end. */
export interface StopSignal {
  readonly stopped: Promise<void>
  /** Gives the signals back to the system, so that nothing keeps the process alive. */
  ignore(): void
}

/** What a command sees of the process that runs it. */
export interface Terminal {
  out(line: string): void
  /** Bytes as they are, without a line end. */
  outBytes(bytes: Uint8Array): void
  error(line: string): void
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** True when a person sees what goes to standard error. */
  readonly isInteractive: boolean
  readonly inputIsTerminal: boolean
  readonly outputIsTerminal: boolean
  /** All bytes of standard input; only when it is no terminal. */
  readStandardInput(): Promise<Uint8Array>
  /** What a person types, not shown; only when standard input is a terminal. Throws InterruptedError on Ctrl+C. */
  askHidden(prompt: string, end: HiddenInputEnd): Promise<string>
  /** A line that a person types, shown as they type; only when standard input is a terminal. Throws InterruptedError on Ctrl+C. */
  ask(prompt: string): Promise<string>
  stopSignal(): StopSignal
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LONGEST_TIMER_MS = 0x7fffffff

export function processTerminal(): Terminal {
  // A reader that has seen enough (`| head -1`) is no error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const environment = { ...process.env }
  // What this process starts later has no need of it.
  delete process.env['COFFER_PASSPHRASE']
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    outBytes: (bytes) => void process.stdout.write(bytes),
    error: (line) => void process.stderr.write(`${line}\n`),
    environment,
    platform: process.platform,
    isInteractive: process.stderr.isTTY === true,
    inputIsTerminal: process.stdin.isTTY === true,
    outputIsTerminal: process.stdout.isTTY === true,
    readStandardInput,
    askHidden,
    ask,
    stopSignal,
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function askHidden(prompt: string, end: HiddenInputEnd): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stdin, stderr } = process
    const input = hiddenInput(end)
    const finish = (): void => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
    }
    const onData = (text: string): void => {
      const state = input.type(text)
      if (state === 'open') return
      finish()
      if (state === 'interrupted') reject(new InterruptedError('Interrupted. Nothing was done.'))
      else resolve(input.text())
    }
    // Echo goes off before the prompt shows, so that nothing typed after it can be seen.
    stdin.setRawMode(true)
    stdin.setEncoding('utf8')
    stdin.on('data', onData)
    stdin.resume()
    stderr.write(prompt)
  })
}

async function ask(prompt: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => reject(new InterruptedError('Interrupted. Nothing was done.')))
    // Ctrl+D: no answer.
    lines.once('close', () => reject(new InterruptedError('Nothing was answered. Nothing was done.')))
  })
  try {
    return await Promise.race([lines.question(prompt), interrupted])
  } finally {
    interrupted.catch(() => undefined)
    lines.close()
  }
}

function stopSignal(): StopSignal {
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (stop = resolve))
  // A timer keeps the process alive; nothing else may, once the endpoint is off.
  const alive = setInterval(() => undefined, LONGEST_TIMER_MS)
  const ignore = (): void => {
    clearInterval(alive)
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal)
  }
  const onSignal = (): void => {
    ignore()
    stop()
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
  return { stopped, ignore }
}
