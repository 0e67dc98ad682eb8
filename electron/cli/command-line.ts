import { ServiceError } from '../../shared/errors.ts'
import { runDoctor } from './doctor.ts'
import { runGet } from './get.ts'
import { HELP } from './help.ts'
import { runList } from './list.ts'
import { runPut } from './put.ts'
import { runServe } from './serve.ts'
import { UsageError, type Terminal } from './terminal.ts'

const COMMANDS: Readonly<Record<string, (words: readonly string[], terminal: Terminal) => Promise<number>>> = {
  serve: runServe,
  get: runGet,
  put: runPut,
  list: runList,
  doctor: runDoctor,
}

const EXIT_USAGE = 2
const EXIT_NOT_RUNNING = 3
const EXIT_FAILED = 1

/** Runs one command line and returns its exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 no Coffer is running. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(HELP)
    return name === undefined ? EXIT_USAGE : 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  try {
    if (command === undefined) throw new UsageError(`There is no command "${name}".`)
    return await command(rest, terminal)
  } catch (thrown) {
    if (thrown instanceof UsageError || isArgumentError(thrown)) {
      terminal.error(`coffer: ${(thrown as Error).message}\nTry: coffer help`)
      return EXIT_USAGE
    }
    const error = ServiceError.from(thrown)
    terminal.error(`coffer: ${error.code}: ${error.message}`)
    return error.code === 'CofferNotRunning' ? EXIT_NOT_RUNNING : EXIT_FAILED
  }
}

function isArgumentError(thrown: unknown): boolean {
  return thrown instanceof Error && String((thrown as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}
