import type { CallHandler } from '../operation-handler.ts'
import { requireRotatable, rotationOf } from './key-rotation.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'

/** GetKeyRotationStatus. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
export const getKeyRotationStatus: CallHandler<'kms:GetKeyRotationStatus'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:GetKeyRotationStatus', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    requireRotatable(key)
    const rotation = key.state === 'PendingDeletion' ? null : rotationOf(key)
    return {
      KeyId: key.arn,
      KeyRotationEnabled: rotation !== null,
      RotationPeriodInDays: rotation?.periodInDays,
      NextRotationDate: rotation?.nextAtMs,
    }
  },
}
