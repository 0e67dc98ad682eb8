import { parseArgs } from 'node:util'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { utcSecondText } from '../../shared/utc-text.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

const MS_PER_SECOND = 1000
const MOST = 50
const DEFAULT = 10

type Invocation = WireOutput<'workbench:ListFunctionInvocations'>['Invocations'][number]

/** `coffer functions logs NAME [--last N]`: what the last runs of a function printed, the oldest first, each line with its time in UTC. */
export async function runFunctionsLogs(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { ...scopeOptions, last: { type: 'string' } } })
  const { address, scope } = commandScope(values, terminal)
  const name = oneWord(positionals, 'function name or ARN')
  const MaxResults = values.last === undefined ? DEFAULT : Number(values.last)
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MOST) throw new UsageError(`--last takes a number of runs from 1 to ${MOST}.`)
  const answer = await callCore(address, 'workbench:ListFunctionInvocations', { FunctionName: name, MaxResults }, scope)
  const oldestFirst = answer.Invocations.toReversed()
  if (values.json === true) {
    terminal.out(JSON.stringify({ events: oldestFirst.flatMap(logEvents) }, null, 2))
    return 0
  }
  if (oldestFirst.length === 0) terminal.error(`${name} has not run yet.`)
  for (const run of oldestFirst) {
    terminal.out(heading(run))
    for (const { Timestamp, Text } of run.Log) terminal.out(`  ${timeText(Timestamp)}  ${Text}`)
  }
  return 0
}

function heading({ StartedDate, DurationMs, Status, ErrorType, ErrorMessage, Step, SecretId }: Invocation): string {
  const time = utcSecondText(StartedDate * MS_PER_SECOND)
  const what = Step === undefined ? '' : `${Step} of ${SecretId ?? ''} `
  const how = Status === 'succeeded' ? 'succeeded' : `failed: ${ErrorType ?? ''}: ${ErrorMessage ?? ''}`
  return `${time}  ${what}${how} (${DurationMs} ms)`
}

/** Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html */
function logEvents({ RequestId, StartedDate, Log }: Invocation): readonly Readonly<Record<string, unknown>>[] {
  const logStreamName = `${isoText(StartedDate).slice(0, 10).replaceAll('-', '/')}/[$LATEST]${RequestId.replaceAll('-', '')}`
  return Log.map(({ Timestamp = StartedDate, Text }) => ({ logStreamName, timestamp: Math.round(Timestamp * MS_PER_SECOND), message: Text }))
}

/** As wide without a time, which an older Coffer did not keep. */
function timeText(seconds: number | undefined): string {
  return seconds === undefined ? '-'.padEnd('YYYY-MM-DDTHH:MM:SS.mmmZ'.length) : isoText(seconds)
}

function isoText(seconds: number): string {
  return new Date(Math.round(seconds * MS_PER_SECOND)).toISOString()
}
