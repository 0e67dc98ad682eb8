import { parseArgs } from 'node:util'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

type Answer = WireOutput<'workbench:ExplainAccess'>
type Check = Answer['Checks'][number]

const EXIT_DENIED = 1

/** `coffer explain PRINCIPAL ACTION [SECRET]`: whether a call would be allowed, and by which statement of which policy. */
export async function runExplain(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { ...scopeOptions, 'version-id': { type: 'string' }, 'version-stage': { type: 'string' }, context: { type: 'string', multiple: true } },
  })
  const [Principal, action, resource, ...more] = positionals
  if (Principal === undefined || action === undefined || more.length > 0) throw new UsageError('Give a principal, an action and what it is about, such as: user/ci GetSecretValue prod/db')
  const { address, scope } = commandScope(values, terminal)
  const Action = action.includes(':') ? action : `secretsmanager:${action}`
  const ContextEntries = [
    ...(values['version-id'] === undefined ? [] : [contextEntry(`secretsmanager:VersionId=${values['version-id']}`)]),
    ...(values['version-stage'] === undefined ? [] : [contextEntry(`secretsmanager:VersionStage=${values['version-stage']}`)]),
    ...(values.context ?? []).map(contextEntry),
  ]
  const answer = await callCore(address, 'workbench:ExplainAccess', { Principal, Action, ...target(Action, resource), ContextEntries }, scope)
  if (values.json === true) terminal.out(JSON.stringify(answer, null, 2))
  else for (const line of answerLines(answer)) terminal.out(line)
  return answer.Allowed ? 0 : EXIT_DENIED
}

/** A key or a role for their services' actions, a secret otherwise. */
function target(action: string, resource: string | undefined): Pick<WireInput<'workbench:ExplainAccess'>, 'SecretId' | 'KeyId' | 'RoleArn'> {
  if (resource === undefined) return {}
  const service = action.slice(0, action.indexOf(':')).toLowerCase()
  return service === 'kms' ? { KeyId: resource } : service === 'sts' ? { RoleArn: resource } : { SecretId: resource }
}

function contextEntry(text: string): { readonly ContextKeyName: string; readonly ContextKeyValues: readonly string[] } {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError('--context takes KEY=VALUE, such as aws:SourceIp=10.0.0.1')
  return { ContextKeyName: text.slice(0, equals), ContextKeyValues: [text.slice(equals + 1)] }
}

function answerLines({ Allowed, PrincipalArn, Checks, Notes }: Answer): readonly string[] {
  return [`${Allowed ? 'Allowed' : 'Denied'} for ${PrincipalArn}`, ...Checks.flatMap(checkLines), ...Notes.map((note) => `Note: ${note}`)]
}

function checkLines({ Action, Resource, Sentence, Message, Statements }: Check): readonly string[] {
  return [
    '',
    `${Action} on ${Resource}`,
    `  ${Sentence}`,
    ...(Message === undefined ? [] : [`  AWS says: ${Message}`]),
    ...Statements.flatMap(({ Outcome, PolicyName, Sid, StatementNumber, Words, Misses }) => [
      `  ${MARKS[Outcome]} ${PolicyName}, statement ${Sid === undefined || Sid === '' ? StatementNumber : Sid}: ${Words}`,
      ...Misses.map((miss) => `      but ${miss}`),
    ]),
  ]
}

const MARKS: Readonly<Record<Check['Statements'][number]['Outcome'], string>> = { decided: '*', matched: '+', 'not-matched': '-' }
