import { parseArgs } from 'node:util'
import { commandScope, scopeOptions } from './command-scope.ts'
import { columns, lambdaConfiguration, type ListedFunction } from './functions-shapes.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

const INSTALL = {
  nodejs: 'not here: install Node.js 20 or later, or name it with COFFER_NODE, and start Coffer again',
  python: 'not here: install Python 3.8 or later, or name it with COFFER_PYTHON, and start Coffer again',
} as const
const ISOLATION: Readonly<Record<string, string>> = { bubblewrap: 'shut in by bubblewrap', none: 'not shut in' }

/** `coffer functions list`: the functions that secrets of the account and region can be rotated with. */
export async function runFunctionsList(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: scopeOptions })
  const { address, scope } = commandScope(values, terminal)
  const { Functions, Runtimes } = await callCore(address, 'workbench:ListFunctions', {}, scope)
  if (values.json === true) terminal.out(JSON.stringify({ Functions: Functions.map((each) => lambdaConfiguration(each, Runtimes)) }, null, 2))
  else for (const line of columns(Functions.map(row))) terminal.out(line)
  return 0
}

function row({ FunctionName, Runtime, Description, CodePath, CodeSha256 }: ListedFunction): readonly string[] {
  if (Runtime === 'built-in') return [FunctionName, Runtime, Description ?? '']
  return [FunctionName, Runtime, `${CodePath ?? ''}${CodeSha256 === undefined ? ' (not agreed to)' : ''}`]
}

/** `coffer functions runtimes`: what runs the user's own functions here, and how they are shut in. */
export async function runFunctionsRuntimes(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: scopeOptions })
  const { address, scope } = commandScope(values, terminal)
  const { Runtimes } = await callCore(address, 'workbench:ListFunctions', {}, scope)
  if (values.json === true) {
    terminal.out(JSON.stringify({ Runtimes }, null, 2))
    return 0
  }
  const rows = (['nodejs', 'python'] as const).map((name) => {
    const found = Runtimes.find((each) => each.Runtime === name)
    return found === undefined ? [name, INSTALL[name]] : [name, `${found.Version}, ${found.Path ?? ''}, ${ISOLATION[found.Isolation] ?? found.Isolation}`]
  })
  for (const line of columns(rows)) terminal.out(line)
  return 0
}
