import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

/** EnableKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html */
export const enableKey: CallHandler<'kms:EnableKey'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:EnableKey', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    changeKey(context, input.KeyId, 'imported', (key) => ({ ...key, state: 'Enabled' }))
  },
}
