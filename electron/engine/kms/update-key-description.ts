import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

/** UpdateKeyDescription. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
export const updateKeyDescription: CallHandler<'kms:UpdateKeyDescription'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:UpdateKeyDescription', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    changeKey(context, input.KeyId, 'kept', (key) => ({ ...key, description: input.Description }))
  },
}
