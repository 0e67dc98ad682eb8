import type { Interpreter } from './interpreters.ts'

export interface StartParts {
  readonly platform: NodeJS.Platform
  readonly interpreter: Pick<Interpreter, 'runtime' | 'path'>
  readonly memoryMiB: number
  /** As the function sees it. */
  readonly bootstrap: string
  /** Bubblewrap with its words; empty without a sandbox. */
  readonly sandbox: readonly string[]
}

/** What Python and its libraries reserve without using it. */
const ADDRESS_SPACE_OVERHEAD_MIB = 1024
const KIB_PER_MIB = 1024
const OPEN_FILES = 256

/**
 * The command of a run: no file of its is for other users, it dumps no core, and its memory is limited: Node's heap, and
 * the address space of Python where the system counts it.
 */
export function startWords({ platform, interpreter, memoryMiB, bootstrap, sandbox }: StartParts): readonly string[] {
  const program =
    interpreter.runtime === 'nodejs'
      ? [interpreter.path, `--max-old-space-size=${memoryMiB}`, bootstrap]
      : // Isolated: neither PYTHON variables nor the user's site-packages; read-only code gets no byte code beside it.
        [interpreter.path, '-I', '-B', '-u', '-X', 'utf8', bootstrap]
  if (platform === 'win32') return program
  const memory = interpreter.runtime === 'python' && platform === 'linux' ? ` && ulimit -v ${(memoryMiB + ADDRESS_SPACE_OVERHEAD_MIB) * KIB_PER_MIB}` : ''
  return ['/bin/sh', '-c', `umask 077 && ulimit -c 0 && ulimit -n ${OPEN_FILES}${memory} && exec "$@"`, 'function', ...sandbox, ...program]
}
