import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

/** CancelKeyDeletion: the key comes back disabled. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
export const cancelKeyDeletion: CallHandler<'kms:CancelKeyDeletion'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:CancelKeyDeletion', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = changeKey(context, input.KeyId, 'deleting', ({ deletionAtMs: _ended, ...kept }) => ({
      ...kept,
      state: isWithoutMaterial(kept) ? 'PendingImport' : 'Disabled',
    }))
    return { KeyId: key.arn }
  },
}

/** A key that waited for its material before still does. */
function isWithoutMaterial(key: { readonly origin?: 'EXTERNAL'; readonly backingKeys: readonly unknown[] }): boolean {
  return key.origin === 'EXTERNAL' && key.backingKeys.length === 0
}
