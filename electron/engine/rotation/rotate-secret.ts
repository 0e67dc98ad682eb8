import { parseArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { parseRules } from '../../../shared/rotation/schedule.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from '../secretsmanager/authorize-secret.ts'
import { findChangeableSecret } from '../secretsmanager/find-secret.ts'
import { checkSecretId } from '../secretsmanager/secret-name.ts'
import { type RotationConfig, type SecretRecord, type VersionRecord, versionWithId, versionWithStage } from '../secretsmanager/secret-record.ts'
import { secretsManagerErrors } from '../secretsmanager/secrets-manager-errors.ts'
import { attachLabels, AWSCURRENT, AWSPENDING, countLabels } from '../secretsmanager/staging-labels.ts'
import { findFunction, isInvokable, type KnownFunction } from './find-function.ts'
import { rotationErrors } from './rotation-errors.ts'
import { beginRun } from './rotation-journal.ts'
import { plannedFrom } from './rotation-schedule.ts'

type RotateInput = Input<'secretsmanager:RotateSecret'>

/**
 * RotateSecret: stores how the secret is rotated, makes the empty pending version, and answers; the four steps come after.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotateSecret: CallHandler<'secretsmanager:RotateSecret'> = {
  kind: 'call',
  check(input) {
    if (input.ClientRequestToken === undefined) throw rotationErrors.missingToken()
    checkSecretId(input.SecretId)
    const rules = parseRules(input.RotationRules ?? {})
    if (!rules.ok) throw new ServiceError('InvalidParameterException', rules.problem)
  },
  authorize(context, input) {
    authorizeSecret(context, 'RotateSecret', input.SecretId, input)
    const arn = input.RotationLambdaARN
    if (arn === undefined || arn === '') return
    context.authorize({ action: 'lambda:InvokeFunction', resource: arn, shownResource: arn, resourceAccountId: accountOf(context, arn), context: () => ({}) })
  },
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    if (input.ExternalSecretRotationMetadata !== undefined || input.ExternalSecretRotationRoleArn !== undefined) throw rotationErrors.externalOnly()
    const token = input.ClientRequestToken as string
    const functionArn = input.RotationLambdaARN === undefined || input.RotationLambdaARN === '' ? secret.rotation?.functionArn : input.RotationLambdaARN
    if (functionArn === undefined) throw rotationErrors.noFunction()
    const known = findFunction(context.vault, context.host, functionArn)
    if (known === null || !isInvokable(known) || !isAtHome(context, known, secret)) throw rotationErrors.cannotInvoke()
    if (isRepeated(context, secret, token)) return { ARN: secret.id, Name: secret.name, VersionId: token }
    requireComplete(context, secret)
    if (versionWithId(secret, token) !== null) throw rotationErrors.tokenInUse(token, secret.id)
    const isTest = input.RotateImmediately === false
    const configured: SecretRecord = { ...secret, rotation: configOf(context, secret, functionArn, input), lastChangedAtMs: context.nowMs }
    context.region.secrets.rows.put(isTest ? configured : withEmptyPending(configured, token, context.nowMs))
    beginRun(context.region, secret.id, {
      token,
      kind: isTest ? 'test' : 'rotation',
      cause: 'request',
      functionArn,
      createdAtMs: context.nowMs,
      state: 'waiting',
      failedTries: 0,
      postponements: 0,
      steps: [],
    })
    return { ARN: secret.id, Name: secret.name, VersionId: token }
  },
}

/** What comes with Coffer is at home in every account. */
function accountOf({ vault, host, accountId }: CallContext, functionArn: string): string {
  return findFunction(vault, host, functionArn)?.kind === 'built-in' ? accountId : (parseArn(functionArn)?.accountId ?? accountId)
}

/** Secrets Manager invokes functions of the secret's own Region, and of other accounts by their policies alone, which the user's own have not. */
function isAtHome({ region }: CallContext, known: KnownFunction, secret: SecretRecord): boolean {
  return known.kind === 'built-in' || (known.record.accountId === secret.accountId && known.record.region === region.region)
}

/** A call that is sent twice is answered twice, and rotates once. */
function isRepeated(context: CallContext, secret: SecretRecord, token: string): boolean {
  const job = context.region.rotation.jobs.get(secret.id)
  return job?.active?.token === token || job?.history.some((run) => run.token === token) === true
}

/** A version that waits with AWSPENDING is rotated to the end first; the call asks for that, and is refused. */
function requireComplete({ region }: CallContext, secret: SecretRecord): void {
  const pending = versionWithStage(secret, AWSPENDING)
  if (pending === null || pending.stages.includes(AWSCURRENT)) return
  region.rotation.askForRetry(secret.id)
  throw rotationErrors.notComplete()
}

/** The configuration as it is stored: what the request leaves out stays as it was. */
function configOf({ nowMs }: CallContext, secret: SecretRecord, functionArn: string, input: RotateInput): RotationConfig {
  const before = secret.rotation
  const config: RotationConfig = { ...before, enabled: true, functionArn, rules: input.RotationRules ?? before?.rules }
  const isUnchanged = input.RotationRules === undefined && before?.enabled === true
  return isUnchanged ? config : plannedFrom({ ...config, computedDays: input.RotationRules === undefined ? before?.computedDays : undefined }, nowMs)
}

/** The secret with a version that carries AWSPENDING and has no value yet. */
export function withEmptyPending(secret: SecretRecord, token: string, nowMs: number): SecretRecord {
  const empty: VersionRecord = { versionId: token, valueId: null, kind: 'string', sizeBytes: 0, createdAtMs: nowMs, stages: [], kmsKeyId: secret.kmsKeyId }
  const versions = attachLabels([...secret.versions, empty], token, [AWSPENDING], 'stage')
  if (countLabels(versions) > LIMITS.stagingLabelsPerSecret) throw secretsManagerErrors.tooManyLabels(LIMITS.stagingLabelsPerSecret)
  return { ...secret, versions, lastChangedAtMs: nowMs }
}
