import { ServiceError } from '../../shared/errors.ts'
import { HELP } from './help.ts'
import { InterruptedError, UsageError, type Terminal } from './terminal.ts'
import { COFFER_VERSION } from './version.ts'

type Command = (words: readonly string[], terminal: Terminal) => Promise<number>

/** Each command is loaded when it is called: reading a secret must not wait for the whole core to load. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).runServe,
  status: async () => (await import('./status.ts')).runStatus,
  unlock: async () => (await import('./unlock.ts')).runUnlock,
  seal: async () => (await import('./seal.ts')).runSeal,
  get: async () => (await import('./get.ts')).runGet,
  put: async () => (await import('./put.ts')).runPut,
  list: async () => (await import('./list.ts')).runList,
  explain: async () => (await import('./explain.ts')).runExplain,
  rotate: async () => (await import('./rotate.ts')).runRotate,
  functions: async () => (await import('./functions.ts')).runFunctions,
  doctor: async () => (await import('./doctor.ts')).runDoctor,
}

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS)

const EXIT_FAILED = 1
const EXIT_USAGE = 2
const EXIT_NOT_RUNNING = 3
const EXIT_INTERRUPTED = 130

/** Runs one command line and returns its exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 no Coffer is running, 130 interrupted. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined) {
    terminal.error(HELP)
    return EXIT_USAGE
  }
  if (name === 'help' || isHelpAsked(words)) {
    terminal.out(HELP)
    return 0
  }
  if (name === '--version') {
    terminal.out(COFFER_VERSION)
    return 0
  }
  try {
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (load === undefined) throw new UsageError(`There is no command "${name}".`)
    const command = await load()
    return await command(rest, terminal)
  } catch (thrown) {
    return explain(thrown, terminal)
  }
}

function explain(thrown: unknown, terminal: Terminal): number {
  if (thrown instanceof InterruptedError) {
    terminal.error(`coffer: ${thrown.message}`)
    return EXIT_INTERRUPTED
  }
  if (thrown instanceof UsageError || isArgumentError(thrown)) {
    terminal.error(`coffer: ${(thrown as Error).message}\nTry: coffer help`)
    return EXIT_USAGE
  }
  const error = ServiceError.from(thrown)
  terminal.error(`coffer: ${error.code}: ${error.message}`)
  return error.code === 'CofferNotRunning' ? EXIT_NOT_RUNNING : EXIT_FAILED
}

function isHelpAsked(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h')
}

function isArgumentError(thrown: unknown): boolean {
  return thrown instanceof Error && String((thrown as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}
