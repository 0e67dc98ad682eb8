import { Sensitive } from '../../../shared/sensitive.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import { findActiveSecret } from '../secretsmanager/find-secret.ts'
import { type SecretRecord, versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { executionRole, rotationSessionPolicy, roleSession } from './execution-role.ts'
import { findFunction, isInvokable } from './find-function.ts'
import { type Check, checkLogin, checkPassword, checkPermissions, checkValue } from './rotation-checks.ts'
import { rotationErrors } from './rotation-errors.ts'
import { masterOf, readTarget } from './rotation-target.ts'
import { type Login, openText, probeLogin, tryLogin } from './try-logins.ts'

/** A dry run: function, value, logins, permissions and key, each looked at, and nothing changed. */
export const checkRotation: CallHandler<'workbench:CheckRotation'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context, input) {
    const stored = findActiveSecret(context, input.SecretId)
    const secret = input.Tags === undefined ? stored : { ...stored, tags: input.Tags }
    const functionArn = input.RotationLambdaARN ?? secret.rotation?.functionArn
    if (functionArn === undefined) throw rotationErrors.noFunction()
    const known = findFunction(context.vault, context.host, functionArn)
    if (known === null) return { Checks: [{ Check: 'function', Status: 'problem', Message: `There is no function ${functionArn}.` }], Logins: [] }
    const checks: Check[] = [
      isInvokable(known)
        ? { Check: 'function', Status: 'ok', Message: `${known.name} can be run.` }
        : { Check: 'function', Status: 'problem', Message: `Nobody agreed yet to run the code of ${known.name}.` },
    ]
    const opened = withChanges(openCurrent(context, secret), input.ValueChanges)
    const target = opened instanceof Sensitive ? readTarget(opened) : null
    const masterArn = masterOf(context.region.secrets, secret, target)
    const master = masterArn === null ? null : context.region.secrets.findByArn(masterArn)
    checks.push(...checkValue(known, secret.jsonKeys, target, masterArn !== null), ...checkPassword(known, secret.tags ?? []))
    const login = opened instanceof Sensitive ? await probeLogin(context, secret, opened, versionWithStage(secret, AWSCURRENT)?.versionId ?? '', 'current') : null
    checks.push(opened instanceof ServiceError ? { Check: 'login', Status: 'problem', Message: `The current value cannot be read: ${opened.message}` } : checkLogin('login', login))
    let masterLogin: Login | null = null
    if (masterArn !== null && master === null) checks.push({ Check: 'master', Status: 'problem', Message: `There is no secret ${masterArn}.` })
    if (master !== null) {
      masterLogin = await masterLoginOf(context, secret, master)
      checks.push(checkLogin('master', masterLogin))
    }
    try {
      const role = executionRole(context.vault, context.host, known, secret.accountId)
      const principal = roleSession(context.vault, role, known.name, context.nowMs, rotationSessionPolicy(secret.id, masterArn))
      checks.push(...checkPermissions(context, principal, secret, masterArn))
    } catch (thrown) {
      checks.push({ Check: 'permission', Status: 'problem', Message: ServiceError.from(thrown).message })
    }
    const pending = versionWithStage(secret, AWSPENDING)
    const pendingLogin = pending === null || pending.stages.includes(AWSCURRENT) ? null : await tryLogin(context, secret, pending, 'pending')
    return { Checks: checks, Logins: [login, pendingLogin, masterLogin].filter((tried) => tried !== null) }
  },
}

/** The current value; why it cannot be read; null when it is no text. */
function openCurrent(context: CallContext, secret: SecretRecord): Sensitive<string> | ServiceError | null {
  const current = versionWithStage(secret, AWSCURRENT)
  if (current === null || current.valueId === null || current.kind !== 'string') return null
  try {
    return openText(context, secret, current)
  } catch (thrown) {
    return ServiceError.from(thrown)
  }
}

/** The value as it would be with some members changed; one that is no JSON object stays as it is. */
function withChanges(value: ReturnType<typeof openCurrent>, changes: Input<'workbench:CheckRotation'>['ValueChanges']): ReturnType<typeof openCurrent> {
  if (!(value instanceof Sensitive) || changes === undefined || readTarget(value) === null) return value
  const members = { ...(JSON.parse(value.reveal()) as Record<string, unknown>), ...changes }
  return new Sensitive(JSON.stringify(Object.fromEntries(Object.entries(members).filter(([name, member]) => !(Object.hasOwn(changes, name) && member === '')))))
}

/** The rotation logs in as the master with the settings of the secret that rotates. */
async function masterLoginOf(context: CallContext, rotated: SecretRecord, master: SecretRecord): Promise<Login | null> {
  const opened = openCurrent(context, master)
  return opened instanceof Sensitive ? probeLogin(context, rotated, opened, versionWithStage(master, AWSCURRENT)?.versionId ?? '', 'master') : null
}
