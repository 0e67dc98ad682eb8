import type { CallHandler } from '../operation-handler.ts'
import { requireRotatable } from './key-rotation.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { requireRotationState } from './key-state.ts'

/** DisableKeyRotation. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html */
export const disableKeyRotation: CallHandler<'kms:DisableKeyRotation'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:DisableKeyRotation', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    requireRotationState(key)
    requireRotatable(key)
    context.region.keys.keys.put({ ...key, rotation: undefined })
  },
}
