import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { columns } from './functions-shapes.ts'
import { callCore, type CallScope } from './socket-client.ts'
import type { SocketAddress } from './socket-address.ts'
import type { Terminal } from './terminal.ts'

export interface RunningCore {
  readonly address: SocketAddress
  readonly scope: CallScope
}

type Found = WireOutput<'workbench:GetFunction'>

const RUNTIME_NAMES: Readonly<Record<string, string>> = { nodejs: 'Node.js', python: 'Python' }
const ISOLATION: Readonly<Record<string, string>> = {
  bubblewrap: 'bubblewrap: the system read-only, its own code, a private /tmp; not your files. The network is open to it.',
  none: 'none: it runs as you, and could read and write what you can. Install bubblewrap (Linux) to shut it in.',
}

/** `coffer functions agree NAME`: agrees to run the code of a function as it is now, after a look at what it is. */
export async function runFunctionsAgree(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { ...scopeOptions, yes: { type: 'boolean' } } })
  const core = commandScope(values, terminal)
  const name = oneWord(positionals, 'function name or ARN')
  const isNew = await requireConsent(core, name, values.yes === true, terminal)
  terminal.error(isNew ? `Agreed to run ${name}.` : `The code of ${name} is the code that was agreed to.`)
  return 0
}

/**
 * Makes sure that a person agreed to the code of a function as it is on the disk now; asks them at a terminal, with `--yes`
 * they did. True when they agreed now.
 * @throws ServiceError CodeNotAgreed
 */
export async function requireConsent({ address, scope }: RunningCore, name: string, isAgreed: boolean, terminal: Terminal): Promise<boolean> {
  const found = await callCore(address, 'workbench:GetFunction', { FunctionName: name }, scope)
  const { Function: shown, PresentCodeSha256: present, CodeProblem: problem } = found
  if (shown.Runtime === 'built-in') return false
  if (present === undefined) throw new ServiceError('CodeUnavailable', problem ?? `The code ${shown.CodePath ?? ''} cannot be read.`)
  if (present === shown.CodeSha256) return false
  if (!isAgreed) {
    if (!terminal.inputIsTerminal) throw new ServiceError('CodeNotAgreed', `${notAgreed(found)} Run \`coffer functions agree ${shown.FunctionName}\` at a terminal, or add --yes.`)
    const { Runtimes } = await callCore(address, 'workbench:ListFunctions', {}, scope)
    terminal.error(notAgreed(found))
    for (const line of factsOf(found, present, Runtimes)) terminal.error(`  ${line}`)
    const answer = await terminal.ask('Type yes to let it run: ')
    if (!/^\s*y(es)?\s*$/i.test(answer)) throw new ServiceError('CodeNotAgreed', 'Nothing was run, and nothing was agreed to.')
  }
  await callCore(address, 'workbench:UpdateFunction', { FunctionName: name, CodeSha256: present }, scope)
  return true
}

function notAgreed({ Function: shown }: Found): string {
  return shown.CodeSha256 === undefined ? `Nobody agreed yet to run the code of ${shown.FunctionName}.` : `The code of ${shown.FunctionName} is not the code that was agreed to: it changed.`
}

function factsOf({ Function: shown, Environment }: Found, present: string, runtimes: WireOutput<'workbench:ListFunctions'>['Runtimes']): readonly string[] {
  const runtime = runtimes.find((each) => each.Runtime === shown.Runtime)
  const language = RUNTIME_NAMES[shown.Runtime] ?? shown.Runtime
  return columns([
    ['Code', shown.CodePath ?? ''],
    ['SHA-256', present],
    ...(shown.CodeSha256 === undefined ? [] : [['Before', shown.CodeSha256]]),
    ['Handler', shown.Handler ?? ''],
    ['Interpreter', runtime === undefined ? `${language}, which is not here` : `${language} ${runtime.Version}, ${runtime.Path ?? ''}`],
    ...(shown.Runtime === 'nodejs' ? [['Modules', 'its own, and those of node_modules in folders above it, which are not part of the hash']] : []),
    ['Runs as', `${shown.Role ?? 'the role coffer-rotation'}: it can do with secrets and keys what the role may`],
    ['Variables', Object.keys(Environment ?? {}).join(', ') || 'none'],
    ['Shut in by', ISOLATION[runtime?.Isolation ?? 'none'] ?? ''],
  ])
}
