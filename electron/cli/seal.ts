import { parseArgs } from 'node:util'
import { commandScope, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

/** `coffer seal`: seals the vault of the running Coffer. A sealed one stays as it is. */
export async function runSeal(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: scopeOptions })
  const { address, scope } = commandScope(values, terminal)
  await callCore(address, 'workbench:Seal', {}, scope)
  terminal.error('The vault is sealed.')
  return 0
}
