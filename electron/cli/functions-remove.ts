import { parseArgs } from 'node:util'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

/** `coffer functions remove NAME`: forgets a function with its runs; its code stays where it is. */
export async function runFunctionsRemove(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: scopeOptions })
  const { address, scope } = commandScope(values, terminal)
  const name = oneWord(positionals, 'function name or ARN')
  await callCore(address, 'workbench:DeleteFunction', { FunctionName: name }, scope)
  terminal.error(`Removed ${name}. Its code stays where it is.`)
  return 0
}
