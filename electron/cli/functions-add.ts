import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import type { WireInput } from '../../shared/operations/catalog.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { requireConsent, type RunningCore } from './functions-agree.ts'
import { lambdaConfiguration } from './functions-shapes.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

const options = {
  ...scopeOptions,
  runtime: { type: 'string' },
  code: { type: 'string' },
  handler: { type: 'string' },
  env: { type: 'string', multiple: true },
  'env-file': { type: 'string' },
  timeout: { type: 'string' },
  memory: { type: 'string' },
  role: { type: 'string' },
  description: { type: 'string' },
  yes: { type: 'boolean' },
} as const

interface Given {
  readonly name: string
  readonly core: RunningCore
  readonly settings: Omit<WireInput<'workbench:UpdateFunction'>, 'FunctionName'>
  readonly isAgreed: boolean
  readonly isJson: boolean
}

/** `coffer functions add NAME`: names code of the user's as a function, and asks them at a terminal whether it may run. */
export async function runFunctionsAdd(words: readonly string[], terminal: Terminal): Promise<number> {
  const given = read(words, terminal)
  const { Runtime, CodePath, Handler, ...settings } = given.settings
  if (Runtime === undefined || CodePath === undefined || Handler === undefined) throw new UsageError('add needs --runtime python or nodejs, --code PATH and --handler file.function.')
  const { address, scope } = given.core
  await callCore(address, 'workbench:CreateFunction', { ...settings, FunctionName: given.name, Runtime, CodePath, Handler }, scope)
  const { CodeProblem } = await callCore(address, 'workbench:GetFunction', { FunctionName: given.name }, scope)
  if (CodeProblem !== undefined) {
    await callCore(address, 'workbench:DeleteFunction', { FunctionName: given.name }, scope)
    throw new ServiceError('CodeUnavailable', `${CodeProblem} Nothing was added.`)
  }
  if (!given.isJson) terminal.error(`Added ${given.name}.`)
  return agreeAndShow(given, terminal)
}

/** `coffer functions update NAME`: changes what is named, and leaves the rest as it is. */
export async function runFunctionsUpdate(words: readonly string[], terminal: Terminal): Promise<number> {
  const given = read(words, terminal)
  await callCore(given.core.address, 'workbench:UpdateFunction', { ...given.settings, FunctionName: given.name }, given.core.scope)
  if (!given.isJson) terminal.error(`Changed ${given.name}.`)
  return agreeAndShow(given, terminal)
}

async function agreeAndShow({ name, core, isAgreed, isJson }: Given, terminal: Terminal): Promise<number> {
  // Without a terminal and without --yes it stays unagreed to, which its first run will say.
  if (isAgreed || terminal.inputIsTerminal) await requireConsent(core, name, isAgreed, terminal)
  const { Function: shown, Environment, IsInvokable } = await callCore(core.address, 'workbench:GetFunction', { FunctionName: name }, core.scope)
  if (isJson) {
    const { Runtimes } = await callCore(core.address, 'workbench:ListFunctions', {}, core.scope)
    terminal.out(JSON.stringify(lambdaConfiguration(shown, Runtimes, Environment), null, 2))
  } else {
    terminal.out(shown.FunctionArn)
  }
  if (!IsInvokable) terminal.error(`Nobody agreed yet to run its code: coffer functions agree ${shown.FunctionName}`)
  return 0
}

function read(words: readonly string[], terminal: Terminal): Given {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options })
  const { runtime } = values
  if (runtime !== undefined && runtime !== 'python' && runtime !== 'nodejs') throw new UsageError(`--runtime takes python or nodejs, not ${runtime}.`)
  const variables = readVariables(values.env, values['env-file'])
  return {
    name: oneWord(positionals, 'function name'),
    core: commandScope(values, terminal),
    isAgreed: values.yes === true,
    isJson: values.json === true,
    settings: {
      ...(runtime === undefined ? {} : { Runtime: runtime }),
      ...(values.code === undefined ? {} : { CodePath: resolve(values.code) }),
      ...(values.handler === undefined ? {} : { Handler: values.handler }),
      ...(variables === undefined ? {} : { Environment: variables }),
      ...(values.timeout === undefined ? {} : { Timeout: wholeNumber('--timeout', 'seconds', values.timeout) }),
      ...(values.memory === undefined ? {} : { MemorySize: wholeNumber('--memory', 'MiB', values.memory) }),
      ...(values.role === undefined ? {} : { Role: values.role }),
      ...(values.description === undefined ? {} : { Description: values.description }),
    },
  }
}

function wholeNumber(option: string, unit: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(`${option} takes a whole number of ${unit}.`)
  return Number(text)
}

/** Variables of the file, then those of the arguments. A secret belongs in the file: others can see arguments. */
function readVariables(pairs: readonly string[] | undefined, file: string | undefined): Readonly<Record<string, string>> | undefined {
  if (pairs === undefined && file === undefined) return undefined
  const variables: Record<string, string> = {}
  if (file !== undefined) {
    try {
      Object.assign(variables, parseEnv(readFileSync(file, 'utf8')))
    } catch (error) {
      throw new UsageError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
    }
  }
  for (const pair of pairs ?? []) {
    const equals = pair.indexOf('=')
    if (equals < 1) throw new UsageError('--env takes NAME=VALUE, such as EXCLUDE_CHARACTERS=/@')
    variables[pair.slice(0, equals)] = pair.slice(equals + 1)
  }
  return variables
}
