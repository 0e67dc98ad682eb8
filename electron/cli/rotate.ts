import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { utcMinuteText } from '../../shared/utc-text.ts'
import { commandScope, scopeOptions } from './command-scope.ts'
import { hasPasswordOptions, passwordChange, passwordOptions } from './rotate-passwords.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

type Rotation = WireOutput<'workbench:GetRotation'>
type Ask = () => Promise<Rotation>

const POLL_MS = 150
const EXIT_FAILED = 1

/**
 * `coffer rotate NAME`: asks for a rotation, sets one up where a function or a schedule is given, and waits for its end with its
 * steps as they come. What new passwords are like is stored as tags of the secret first. Without a name it lists the rotations of
 * the account and region.
 */
export async function runRotate(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { ...scopeOptions, ...passwordOptions, function: { type: 'string' }, days: { type: 'string' }, schedule: { type: 'string' }, duration: { type: 'string' }, 'test-only': { type: 'boolean' }, 'no-wait': { type: 'boolean' } },
  })
  const [SecretId, ...more] = positionals
  if (more.length > 0) throw new UsageError('Give one secret, such as: coffer rotate prod/db')
  const { address, scope } = commandScope(values, terminal)
  if (SecretId === undefined) {
    const { Rotations } = await callCore(address, 'workbench:ListRotations', {}, scope)
    if (values.json === true) terminal.out(JSON.stringify({ Rotations }, null, 2))
    else for (const line of listLines(Rotations)) terminal.out(line)
    return 0
  }
  const rules = rulesOf(values)
  const RotationLambdaARN = values.function === undefined ? undefined : await functionArn(values.function, () => callCore(address, 'workbench:ListFunctions', {}, scope))
  if (hasPasswordOptions(values)) {
    const described = await callCore(address, 'secretsmanager:DescribeSecret', { SecretId }, scope)
    const { put, remove, words: sentence } = passwordChange(values, described, RotationLambdaARN ?? described.RotationLambdaARN)
    if (put.length > 0) await callCore(address, 'secretsmanager:TagResource', { SecretId, Tags: put }, scope)
    if (remove.length > 0) await callCore(address, 'secretsmanager:UntagResource', { SecretId, TagKeys: remove }, scope)
    if (values.json !== true) terminal.out(sentence)
  }
  const answer = await callCore(
    address,
    'secretsmanager:RotateSecret',
    {
      SecretId,
      ...(RotationLambdaARN === undefined ? {} : { RotationLambdaARN }),
      ...(rules === null ? {} : { RotationRules: rules }),
      ...(values['test-only'] === true ? { RotateImmediately: false } : {}),
    },
    scope,
  )
  if (values['no-wait'] === true) {
    terminal.out(values.json === true ? JSON.stringify(answer, null, 2) : `${answer.Name}: rotation was asked for, version ${answer.VersionId ?? ''}`)
    return 0
  }
  return follow(() => callCore(address, 'workbench:GetRotation', { SecretId }, scope), answer.Name, values.json === true, terminal)
}

/** Shows each step as it ends, and the end. A run that waits for its next try is not waited for: it may take hours. */
async function follow(ask: Ask, name: string, isJson: boolean, terminal: Terminal): Promise<number> {
  let shown = 0
  for (;;) {
    const rotation = await ask()
    const { Active, History } = rotation
    const run = Active ?? History[0]
    const steps = (run?.Steps ?? []).filter(({ Status }) => Status !== 'running')
    if (!isJson) for (const step of steps.slice(shown)) terminal.out(stepLine(step))
    shown = Math.max(shown, steps.length)
    if (Active === undefined || !['waiting', 'running'].includes(Active.State)) {
      terminal.out(isJson ? JSON.stringify(rotation, null, 2) : endLine(name, rotation))
      return Active === undefined && History[0]?.Outcome === 'succeeded' ? 0 : EXIT_FAILED
    }
    await wait(POLL_MS)
  }
}

function stepLine({ Step, Status, StartedDate, EndedDate, ErrorMessage }: Rotation['History'][number]['Steps'][number]): string {
  const time = EndedDate === undefined ? '' : `, ${((EndedDate - StartedDate) * 1_000).toFixed(0)} ms`
  return `  ${Step} ${Status}${time}${ErrorMessage === undefined ? '' : `: ${ErrorMessage}`}`
}

function endLine(name: string, { Active, History, Rotation: { NextRotationDate } }: Rotation): string {
  const next = NextRotationDate === undefined ? '' : ` The next one comes by ${timeText(NextRotationDate)}.`
  if (Active !== undefined) return `${name}: ${Active.State}: ${Active.ErrorMessage ?? 'it goes on by itself'}${Active.NextTryDate === undefined ? '' : ` The next try comes at ${timeText(Active.NextTryDate)}.`}`
  const [run] = History
  if (run?.Outcome === 'succeeded') return `${name}: ${run.Kind === 'test' ? 'the test succeeded; nothing was changed.' : 'rotated.'}${next}`
  return `${name}: ${run?.Outcome ?? 'not rotated'}${run?.Reason === undefined ? '' : `: ${run.Reason}`}`
}

function listLines(rotations: WireOutput<'workbench:ListRotations'>['Rotations']): readonly string[] {
  if (rotations.length === 0) return ['No secret has rotation set up. Try: coffer rotate NAME --function builtin-generator --days 30']
  const width = Math.max(...rotations.map(({ Name }) => Name.length))
  return rotations.map(({ Name, RotationEnabled, State, IsOverdue, NextRotationDate, ScheduleWords, ErrorMessage }) => {
    const state = !RotationEnabled ? 'off' : (State ?? (IsOverdue ? 'overdue' : ErrorMessage === undefined ? 'scheduled' : 'failed'))
    return `${Name.padEnd(width)}  ${state.padEnd(9)}  ${NextRotationDate === undefined ? '' : `by ${timeText(NextRotationDate)}`.padEnd(23)}  ${ErrorMessage ?? ScheduleWords ?? ''}`.trimEnd()
  })
}

function rulesOf(values: { readonly days?: string | undefined; readonly schedule?: string | undefined; readonly duration?: string | undefined }): WireInput<'secretsmanager:RotateSecret'>['RotationRules'] | null {
  const { days, schedule, duration } = values
  if (days === undefined && schedule === undefined && duration === undefined) return null
  if (days !== undefined && !/^\d{1,4}$/.test(days)) throw new UsageError('--days takes a whole number of days from 1 to 1000.')
  return {
    ...(days === undefined ? {} : { AutomaticallyAfterDays: Number(days) }),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    ...(duration === undefined ? {} : { Duration: duration }),
  }
}

/** A function by its ARN or by its name. */
async function functionArn(given: string, list: () => Promise<WireOutput<'workbench:ListFunctions'>>): Promise<string> {
  if (given.startsWith('arn:')) return given
  const found = (await list()).Functions.find(({ FunctionName }) => FunctionName === given)
  if (found === undefined) throw new ServiceError('ResourceNotFoundException', `There is no function ${given}. Try: coffer functions list`)
  return found.FunctionArn
}

function timeText(seconds: number): string {
  return utcMinuteText(seconds * 1_000)
}
