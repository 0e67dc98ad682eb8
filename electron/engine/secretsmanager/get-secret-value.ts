import type { Input, Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findActiveSecret, lookUpSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'
import { type SecretRecord, type VersionRecord, versionWithId, versionWithStage } from './secret-record.ts'
import { valueMembers } from './secret-value.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { AWSCURRENT } from './staging-labels.ts'
import { openVersionValue } from './version-value.ts'

/**
 * GetSecretValue. While a rotation changes the password of the secret, a read of AWSCURRENT waits for its end (see `HeldReads`); one
 * that names another label, or a version by its id, never does. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const getSecretValue: CallHandler<'secretsmanager:GetSecretValue'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'GetSecretValue', input.SecretId, input)
  },
  holds(context, input) {
    if (context.vault.heldReads.isIdle || input.VersionId !== undefined || (input.VersionStage ?? AWSCURRENT) !== AWSCURRENT) return null
    const secret = lookUpSecret(context, input.SecretId)
    return secret === null ? null : context.vault.heldReads.wait([secret.id], context.caller)
  },
  handle(context, input) {
    const secret = findActiveSecret(context, input.SecretId)
    return readVersion(context, secret, chooseVersion(secret, input))
  },
}

/** The version that a request means: by id, by label, or AWSCURRENT. */
function chooseVersion(secret: SecretRecord, input: Input<'secretsmanager:GetSecretValue'>): VersionRecord {
  if (input.VersionId !== undefined) {
    const version = versionWithId(secret, input.VersionId)
    if (version === null) throw secretsManagerErrors.noValueForVersion(input.VersionId)
    if (input.VersionStage !== undefined && !version.stages.includes(input.VersionStage)) throw secretsManagerErrors.stageNotOnVersion()
    if (version.valueId === null && input.VersionStage !== undefined) throw secretsManagerErrors.noValueForStage(input.VersionStage)
    return version
  }
  const stage = input.VersionStage ?? AWSCURRENT
  const version = versionWithStage(secret, stage)
  if (version === null || version.valueId === null) throw secretsManagerErrors.noValueForStage(stage)
  return version
}

/** Opens one version and notes the day of the read. */
export function readVersion(context: CallContext, secret: SecretRecord, version: VersionRecord): Output<'secretsmanager:GetSecretValue'> {
  const value = openVersionValue(context, secret, version)
  const members = valueMembers(value)
  value.bytes.fill(0)
  context.region.accessDates.touch(secret, version, context.nowMs)
  return {
    ARN: secret.id,
    Name: secret.name,
    VersionId: version.versionId,
    ...members,
    VersionStages: version.stages.length === 0 ? undefined : version.stages,
    CreatedDate: version.createdAtMs,
  }
}
