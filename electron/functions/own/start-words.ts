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
/** Descriptors of the run: the bootstrap's channel, and one that closes when Coffer is gone. */
export const CHANNEL = 3
export const WATCH = 4

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
  // A sandbox ends with its parent. Without one, a shell in the run's process group waits for the end of Coffer and ends the group.
  const watch = sandbox.length > 0 ? '' : `(read -r end <&${WATCH}; kill -KILL 0) >/dev/null 2>&1 ${CHANNEL}<&- & `
  return ['/bin/sh', '-c', `umask 077 && ulimit -c 0 && ulimit -n ${OPEN_FILES}${memory} && { ${watch}exec "$@" ${WATCH}<&-; }`, 'function', ...sandbox, ...program]
}
