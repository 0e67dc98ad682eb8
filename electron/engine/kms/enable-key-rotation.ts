import type { CallHandler } from '../operation-handler.ts'
import { DEFAULT_PERIOD_DAYS, requireRotatable, rotationFrom } from './key-rotation.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { requireRotationState } from './key-state.ts'

/** EnableKeyRotation; again, it changes the period. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const enableKeyRotation: CallHandler<'kms:EnableKeyRotation'> = {
  kind: 'call',
  authorize(context, input) {
    const facts = input.RotationPeriodInDays === undefined ? {} : { rotationPeriodInDays: input.RotationPeriodInDays }
    authorizeNamedKey(context, 'kms:EnableKeyRotation', input.KeyId, keyOfIdOrArn, facts)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    requireRotationState(key)
    requireRotatable(key)
    const rotation = rotationFrom(context.nowMs, input.RotationPeriodInDays ?? DEFAULT_PERIOD_DAYS)
    context.region.keys.keys.put({ ...key, rotation })
  },
}
