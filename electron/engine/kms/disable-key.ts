import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

/** DisableKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html */
export const disableKey: CallHandler<'kms:DisableKey'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:DisableKey', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    changeKey(context, input.KeyId, 'imported', (key) => ({ ...key, state: 'Disabled' }))
  },
}
