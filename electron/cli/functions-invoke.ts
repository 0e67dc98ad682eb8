import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { requireConsent } from './functions-agree.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

const EXIT_FAILED = 1
/** What Lambda gives back of a log. */
const LOG_RESULT_BYTES = 4096

/** `coffer functions invoke NAME --event FILE|-`: runs a function once with an event, and shows its log and its answer. */
export async function runFunctionsInvoke(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { ...scopeOptions, event: { type: 'string' }, yes: { type: 'boolean' } } })
  const core = commandScope(values, terminal)
  const name = oneWord(positionals, 'function name or ARN')
  const Payload = await readEvent(values.event, terminal)
  await requireConsent(core, name, values.yes === true, terminal)
  const answer = await callCore(core.address, 'workbench:InvokeFunction', { FunctionName: name, Payload }, core.scope)
  if (values.json === true) terminal.out(JSON.stringify(lambdaAnswer(answer), null, 2))
  else show(answer, terminal)
  return answer.Status === 'succeeded' ? 0 : EXIT_FAILED
}

async function readEvent(from: string | undefined, terminal: Terminal): Promise<string> {
  let text = '{}'
  if (from === '-') {
    if (terminal.inputIsTerminal) throw new UsageError('--event - takes the event from a pipe. Name a file, or pipe it in.')
    text = Buffer.from(await terminal.readStandardInput()).toString('utf8')
  } else if (from !== undefined) {
    try {
      text = readFileSync(from, 'utf8')
    } catch (error) {
      throw new UsageError(`The file ${from} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
    }
  }
  try {
    JSON.parse(text)
    return text
  } catch {
    throw new UsageError('The event is no JSON text.')
  }
}

type Answer = WireOutput<'workbench:InvokeFunction'>

function show({ Log, Status, ErrorType, ErrorMessage, Payload }: Answer, terminal: Terminal): void {
  for (const { Text } of Log) terminal.error(Text)
  if (Status === 'succeeded') terminal.out(Payload ?? 'null')
  else terminal.error(`coffer: ${ErrorType ?? 'Unhandled'}: ${ErrorMessage ?? ''}`)
}

/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
function lambdaAnswer({ Log, Status, ErrorType, ErrorMessage, Payload }: Answer): Readonly<Record<string, unknown>> {
  const isFailed = Status !== 'succeeded'
  return {
    StatusCode: 200,
    ...(isFailed ? { FunctionError: 'Unhandled' } : {}),
    LogResult: Buffer.from(`${Log.map(({ Text }) => Text).join('\n')}\n`).subarray(-LOG_RESULT_BYTES).toString('base64'),
    ExecutedVersion: '$LATEST',
    Payload: isFailed ? JSON.stringify({ errorType: ErrorType, errorMessage: ErrorMessage }) : (Payload ?? 'null'),
  }
}
