import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRotatable, rotationOf, withNewMaterial } from './key-rotation.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { requireState } from './key-state.ts'

/** So shortly before an automatic rotation there is none on demand. */
const CONFLICT_MS = 20 * 60 * 1000

/** RotateKeyOnDemand; the automatic schedule stays. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html */
export const rotateKeyOnDemand: CallHandler<'kms:RotateKeyOnDemand'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:RotateKeyOnDemand', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    requireState(key, 'enabled')
    requireRotatable(key)
    if (key.backingKeys.filter((material) => material.rotatedBy === 'ON_DEMAND').length >= LIMITS.kmsOnDemandRotationsPerKey) {
      throw new ServiceError(
        'LimitExceededException',
        `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
      )
    }
    const rotation = rotationOf(key)
    if (rotation !== null && rotation.nextAtMs - context.nowMs <= CONFLICT_MS) {
      throw new ServiceError('ConflictException', `The automatic rotation of ${key.arn} is about to begin.`)
    }
    context.region.keys.keys.put(withNewMaterial(context.region.keyRing, key, context.host, context.nowMs, 'ON_DEMAND'))
    return { KeyId: key.arn }
  },
}
