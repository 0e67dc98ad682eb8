import type { Output } from '../../../shared/operations/catalog.ts'
import type { RolePrincipal } from '../access/session-identity.ts'
import { collectRequests } from '../access/collect-requests.ts'
import { decide } from '../access/decide.ts'
import type { Caller } from '../caller.ts'
import type { CallContext } from '../context.ts'
import { explainReason } from '../policy/explain.ts'
import { askForSecret } from '../secretsmanager/ask-for-secret.ts'
import { passwordRulesOf, planPassword } from '../../../shared/rotation/password-rules.ts'
import { settingsOfTags } from '../../../shared/rotation/setting-tags.ts'
import type { SecretRecord, SecretTag } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT } from '../secretsmanager/staging-labels.ts'
import type { KnownFunction } from './find-function.ts'
import type { RotationTarget } from './rotation-target.ts'
import type { Login } from './try-logins.ts'

export type Check = Output<'workbench:CheckRotation'>['Checks'][number]

const ON_SECRET = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'] as const
const REQUIRED_KEYS = ['engine', 'host', 'username', 'password'] as const

/** Whether the function's role may do all that a rotation does, by the policies as they are; and whether the key can be used. */
export function checkPermissions(context: CallContext, principal: RolePrincipal, secret: SecretRecord, masterArn: string | null): readonly Check[] {
  const caller: Caller = { ...context.caller, door: 'function', principal }
  const checks: Check[] = []
  const ask = (operation: string, secretId: string): void => {
    let notes: readonly string[] = []
    const requests = collectRequests(context, caller, {}, (probe) => {
      notes = askForSecret(probe, { operation, secretId, ...(operation === 'UpdateSecretVersionStage' ? { versionStage: AWSCURRENT } : {}) })
    })
    for (const request of requests) {
      const decision = decide(context.vault, caller, request, context.nowMs)
      if (decision.allowed) continue
      checks.push({ Check: request.action.startsWith('kms:') ? 'key' : 'permission', Status: 'problem', Message: `${principal.roleName} may not ${request.action} on ${request.shownResource ?? request.resource}: ${explainReason(decision)}` })
    }
    for (const note of notes) if (note.includes('key')) checks.push({ Check: 'key', Status: 'problem', Message: note })
  }
  for (const operation of ON_SECRET) ask(operation, secret.id)
  if (masterArn !== null) ask('GetSecretValue', masterArn)
  const unique = checks.filter((check, index) => checks.findIndex((other) => other.Message === check.Message) === index)
  if (!unique.some(({ Check: kind }) => kind === 'permission')) unique.unshift({ Check: 'permission', Status: 'ok', Message: `The role ${principal.roleName} may do all that a rotation does.` })
  if (!unique.some(({ Check: kind }) => kind === 'key')) unique.push({ Check: 'key', Status: 'ok', Message: 'The secret’s key can be used.' })
  return unique
}

/** Whether the value has what the function needs. */
export function checkValue(known: KnownFunction, jsonKeys: readonly string[], target: RotationTarget | null, masterIsThere: boolean): readonly Check[] {
  if (known.kind === 'own') return [{ Check: 'value', Status: 'unknown', Message: 'What the value must hold is known to the function alone.' }]
  const { engines, strategy, title } = known.builtIn
  if (engines.length === 0) return [{ Check: 'value', Status: 'ok', Message: `${title} takes any value.` }]
  const missing = REQUIRED_KEYS.filter((key) => !jsonKeys.includes(key))
  if (missing.length > 0 || target === null) return [{ Check: 'value', Status: 'problem', Message: `The value is no database secret yet: it lacks ${missing.join(', ') || 'texts for its keys'}.` }]
  const family = engines.map((engine) => engine.replace(/^aurora-/, '').replace(/^postgresql$/, 'postgres'))
  if (!family.includes(target.engine)) return [{ Check: 'value', Status: 'problem', Message: `${title} rotates ${engines.join(', ')}; the value’s engine is ${target.engine}.` }]
  if (strategy === 'alternating' && !masterIsThere) return [{ Check: 'value', Status: 'problem', Message: 'Alternating users need masterarn in the value: the ARN of the secret of a user that may make users and change their passwords.' }]
  return [{ Check: 'value', Status: 'ok', Message: 'The value has what the function needs.' }]
}

/** What new passwords will be like by the secret's tags; nothing where the function makes none. */
export function checkPassword(known: KnownFunction, tags: readonly SecretTag[]): readonly Check[] {
  const rules = known.kind === 'own' ? null : passwordRulesOf(known.name)
  const settings = settingsOfTags(tags)
  if (rules === null || (rules.engine === null && (settings('GENERATE') ?? 'password') !== 'password')) return []
  const plan = planPassword(rules, settings)
  return [plan.ok ? { Check: 'password', Status: 'ok', Message: `New passwords have ${plan.words}.` } : { Check: 'password', Status: 'problem', Message: `No password can be made by the secret’s tags: ${plan.problem}` }]
}

/** What trying a login said. */
export function checkLogin(kind: 'login' | 'master', login: Login | null): Check {
  const whose = kind === 'login' ? 'The current password' : 'The master secret’s password'
  if (login === null) return { Check: kind, Status: 'unknown', Message: `${whose} could not be tried: the value names no database that Coffer can log in to.` }
  if (!login.Works) return { Check: kind, Status: 'problem', Message: `${whose} does not work: ${login.Message ?? login.Failure ?? 'the login failed'}` }
  return { Check: kind, Status: 'ok', Message: `${whose} works at ${login.Server ?? 'the server'}${login.IsEncrypted === true ? '' : ', without encryption on the way'}.` }
}
