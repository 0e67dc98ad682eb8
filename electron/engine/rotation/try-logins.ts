import { Sensitive } from '../../../shared/sensitive.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { findChangeableSecret } from '../secretsmanager/find-secret.ts'
import { type SecretRecord, type VersionRecord, versionWithId, versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import { openVersionValue } from '../secretsmanager/version-value.ts'
import { activeRun } from './rotation-journal.ts'
import { readTarget } from './rotation-target.ts'

export type Login = Output<'workbench:CheckRotation'>['Logins'][number]

/** The pending version of a rotation that is stuck, and what the target says to both passwords. */
export interface StuckRotation {
  readonly secretArn: string
  readonly pending: VersionRecord
  /** Null where nothing can be tried: no database secret, or a version without a value. */
  readonly current: Login | null
  readonly pendingLogin: Login | null
}

/**
 * Tries both logins of a secret whose rotation is stuck, as the caller who decides by it.
 * @throws ServiceError InvalidRequestException when nothing is pending, or a step runs
 */
export async function tryBothLogins(context: CallContext, secretId: string): Promise<StuckRotation> {
  const secret = findChangeableSecret(context, secretId)
  const pending = requireStuck(context, secret)
  const current = versionWithStage(secret, AWSCURRENT)
  return {
    secretArn: secret.id,
    pending,
    current: current === null ? null : await tryLogin(context, secret, current, 'current'),
    pendingLogin: await tryLogin(context, secret, pending, 'pending'),
  }
}

/** The secret, if it still stands as it stood when the logins were tried. */
export function sameAsTried(context: CallContext, { secretArn, pending }: StuckRotation): SecretRecord {
  const secret = findChangeableSecret(context, secretArn)
  if (requireStuck(context, secret).versionId !== pending.versionId || versionWithId(secret, pending.versionId)?.valueId !== pending.valueId) {
    throw new ServiceError('InvalidRequestException', 'The secret changed while the logins were tried. Look at it again.')
  }
  return secret
}

/** Tries the login of one version's value; null when it has none, or names no database that is known. */
export async function tryLogin(context: CallContext, secret: SecretRecord, version: VersionRecord, of: Login['Of']): Promise<Login | null> {
  if (version.valueId === null || version.kind !== 'string') return null
  return probeLogin(context, secret, openText(context, secret, version), version.versionId, of)
}

/** Tries the login that a value names, as the rotation of `rotated` will; null when it names no database that is known. */
export async function probeLogin(context: CallContext, rotated: Pick<SecretRecord, 'tags'>, value: Sensitive<string>, versionId: string, of: Login['Of']): Promise<Login | null> {
  const probe = await context.host.functions.probe(value, rotated.tags ?? [], new AbortController().signal)
  if (probe === null) return null
  const common = { Of: of, VersionId: versionId, Username: readTarget(value)?.username }
  return probe.status === 'works'
    ? { ...common, Works: true, Server: probe.server, IsEncrypted: probe.isEncrypted }
    : { ...common, Works: false, Failure: probe.failure, Message: probe.message }
}

/** The text of one version, as the caller. */
export function openText(context: CallContext, secret: SecretRecord, version: VersionRecord): Sensitive<string> {
  const opened = openVersionValue(context, secret, version)
  const value = new Sensitive(Buffer.from(opened.bytes).toString('utf8'))
  opened.bytes.fill(0)
  return value
}

/** Which password the target takes, in a sentence. */
export function loginsInWords({ current, pendingLogin, pending }: StuckRotation): string {
  const words = (login: Login | null, which: string): string =>
    login === null ? `The login of the ${which} version could not be tried.` : login.Works ? `The ${which} password works.` : `The ${which} password does not work: ${login.Message ?? login.Failure ?? 'the login failed'}`
  const second = pending.valueId === null ? 'The pending version has no value, so that no rotation step used it.' : words(pendingLogin, 'pending')
  return `${words(current, 'current')} ${second}`
}

/** The logins that were tried. */
export function triedLogins({ current, pendingLogin }: StuckRotation): readonly Login[] {
  return [current, pendingLogin].filter((login) => login !== null)
}

function requireStuck({ region }: CallContext, secret: SecretRecord): VersionRecord {
  const pending = versionWithStage(secret, AWSPENDING)
  if (pending === null || pending.stages.includes(AWSCURRENT)) throw new ServiceError('InvalidRequestException', 'No version of this secret is pending.')
  const state = activeRun(region, secret.id)?.state
  if (state === 'running' || state === 'waiting') throw new ServiceError('InvalidRequestException', 'The rotation runs at this moment. Wait until its try has ended, or cancel it with CancelRotateSecret.')
  return pending
}
