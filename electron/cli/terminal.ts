import { readFileSync } from 'node:fs'

/** The command line was not understood; the text says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
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
  readStandardInput(): Uint8Array
  readonly inputIsTerminal: boolean
  /** Resolves when the process is asked to end. */
  untilStopped(): Promise<void>
}

export function processTerminal(): Terminal {
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    outBytes: (bytes) => void process.stdout.write(bytes),
    error: (line) => void process.stderr.write(`${line}\n`),
    environment: process.env,
    platform: process.platform,
    isInteractive: process.stderr.isTTY === true,
    readStandardInput: () => readFileSync(0),
    inputIsTerminal: process.stdin.isTTY === true,
    untilStopped: () =>
      new Promise((resolve) => {
        // A timer keeps the process alive; nothing else may, once the endpoint is off.
        const alive = setInterval(() => undefined, 0x7fffffff)
        const stop = (): void => {
          clearInterval(alive)
          resolve()
        }
        process.once('SIGINT', stop)
        process.once('SIGTERM', stop)
      }),
  }
}
