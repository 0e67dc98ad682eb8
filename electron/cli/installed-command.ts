import { COMMAND_NAMES } from './command-line.ts'

const ASIDE = new Set(['help', '--help', '-h', '--version'])

/**
 * The command line that the installed app was started with, or null when its window is wanted. `argv` is `process.argv` of a
 * packaged app: the program, then the words. Only a first word that names a command counts, so that a file or a link that the
 * system hands over opens the window.
 */
export function installedCommand(argv: readonly string[]): readonly string[] | null {
  const [, first, ...rest] = argv
  return first !== undefined && (COMMAND_NAMES.includes(first) || ASIDE.has(first)) ? [first, ...rest] : null
}
