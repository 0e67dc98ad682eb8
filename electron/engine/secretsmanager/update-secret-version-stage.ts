import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { rotationErrors } from '../rotation/rotation-errors.ts'
import { settleLabelMove } from '../rotation/settle-rotation.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'
import { type SecretRecord, versionWithId, versionWithStage } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { attachLabels, AWSCURRENT, countLabels, detachLabel } from './staging-labels.ts'
import { describeCurrent } from './write-version.ts'

type StageInput = Input<'secretsmanager:UpdateSecretVersionStage'>

/** UpdateSecretVersionStage. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export const updateSecretVersionStage: CallHandler<'secretsmanager:UpdateSecretVersionStage'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'UpdateSecretVersionStage', input.SecretId, input)
  },
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    const versions = moveLabel(secret, input)
    if (input.VersionStage === AWSCURRENT && input.MoveToVersionId !== undefined && versionWithId(secret, input.MoveToVersionId)?.valueId === null) {
      throw rotationErrors.emptyVersion(input.MoveToVersionId)
    }
    if (countLabels(versions) > LIMITS.stagingLabelsPerSecret) throw secretsManagerErrors.tooManyLabels(LIMITS.stagingLabelsPerSecret)
    const changed: SecretRecord = { ...secret, versions, lastChangedAtMs: context.nowMs }
    settleLabelMove(context, secret, changed)
    context.region.secrets.rows.put({ ...changed, ...describeMoved(context, secret, changed) })
    return { ARN: secret.id, Name: secret.name }
  },
}

function moveLabel(secret: SecretRecord, input: StageInput): SecretRecord['versions'] {
  const { VersionStage: label, RemoveFromVersionId: removeFrom, MoveToVersionId: moveTo } = input
  if (removeFrom === undefined && moveTo === undefined) {
    throw new ServiceError('InvalidParameterException', 'You must specify MoveToVersionId, RemoveFromVersionId, or both.')
  }
  for (const versionId of [removeFrom, moveTo]) {
    if (versionId !== undefined && versionWithId(secret, versionId) === null) {
      throw new ServiceError('InvalidParameterException', `Not a valid version: ${versionId}`)
    }
  }
  const holder = versionWithStage(secret, label)
  if (removeFrom !== undefined && holder?.versionId !== removeFrom) {
    throw new ServiceError('InvalidParameterException', `Version stage ${label} not found in version ${removeFrom}`)
  }
  if (moveTo === undefined) {
    if (label === AWSCURRENT) {
      throw new ServiceError('InvalidParameterException', 'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.')
    }
    return detachLabel(secret.versions, removeFrom as string, label)
  }
  if (holder !== null && removeFrom === undefined && holder.versionId !== moveTo) {
    throw new ServiceError(
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder.versionId}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  }
  return attachLabels(secret.versions, moveTo, [label], 'stage')
}

/** What lists show of the value, when AWSCURRENT moved; a caller who may not read the new one must still be able to move it. */
function describeMoved(context: CallContext, before: SecretRecord, after: SecretRecord): Partial<SecretRecord> {
  if (versionWithStage(before, AWSCURRENT)?.versionId === versionWithStage(after, AWSCURRENT)?.versionId) return {}
  try {
    return describeCurrent(context, after)
  } catch (error) {
    if (error instanceof ServiceError && error.fault === 'client') return { kind: 'text', jsonKeys: [] }
    throw error
  }
}
