import { UsageError, type Terminal } from './terminal.ts'

type Command = (words: readonly string[], terminal: Terminal) => Promise<number>

/** Each is loaded when it is called, as the commands themselves are. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  add: async () => (await import('./functions-add.ts')).runFunctionsAdd,
  update: async () => (await import('./functions-add.ts')).runFunctionsUpdate,
  agree: async () => (await import('./functions-agree.ts')).runFunctionsAgree,
  list: async () => (await import('./functions-list.ts')).runFunctionsList,
  runtimes: async () => (await import('./functions-list.ts')).runFunctionsRuntimes,
  invoke: async () => (await import('./functions-invoke.ts')).runFunctionsInvoke,
  logs: async () => (await import('./functions-logs.ts')).runFunctionsLogs,
  remove: async () => (await import('./functions-remove.ts')).runFunctionsRemove,
  new: async () => (await import('./functions-new.ts')).runFunctionsNew,
}

/** `coffer functions …`: rotation functions, those that come with Coffer and code of the user's. */
export async function runFunctions(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load === undefined) throw new UsageError(`Say what to do with functions: ${Object.keys(COMMANDS).join(', ')}.`)
  const command = await load()
  return command(rest, terminal)
}
