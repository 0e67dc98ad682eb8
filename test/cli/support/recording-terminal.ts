import { runCommandLine } from '../../../electron/cli/command-line.ts'
import type { Terminal } from '../../../electron/cli/terminal.ts'

export interface TypedCommand {
  /** What standard input holds; null when it is a terminal. */
  readonly input?: string | Uint8Array | null
  /** What a person types when asked. */
  readonly typed?: string
  readonly outputIsTerminal?: boolean
  readonly environment?: Readonly<Record<string, string>>
}

export interface CommandRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, and gives back what a person would see of it. */
export async function runCommand(words: readonly string[], { input = '', typed = '', outputIsTerminal = false, environment = {} }: TypedCommand = {}): Promise<CommandRun> {
  const out: Buffer[] = []
  let stderr = ''
  const terminal: Terminal = {
    out: (line) => void out.push(Buffer.from(`${line}\n`)),
    outBytes: (bytes) => void out.push(Buffer.from(bytes)),
    error: (line) => void (stderr += `${line}\n`),
    environment,
    platform: process.platform,
    isInteractive: false,
    inputIsTerminal: input === null,
    outputIsTerminal,
    readStandardInput: async () => Buffer.from((input ?? '') as string),
    async askHidden(prompt) {
      stderr += `${prompt}\n`
      return typed
    },
    async ask(prompt) {
      stderr += `${prompt}\n`
      return typed
    },
    stopSignal: () => ({ stopped: Promise.resolve(), ignore: () => undefined }),
  }
  const exitCode = await runCommandLine(words, terminal)
  return { exitCode, stdout: Buffer.concat(out).toString('latin1'), stderr }
}
