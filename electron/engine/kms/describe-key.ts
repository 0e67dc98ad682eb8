import type { CallHandler } from '../operation-handler.ts'
import { ensureDefaultKey, isDefaultAlias } from './default-key.ts'
import { keyMetadata } from './key-metadata.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'

/** DescribeKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey: CallHandler<'kms:DescribeKey'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:DescribeKey', input.KeyId)
  },
  handle(context, input) {
    if (isDefaultAlias(context, input.KeyId)) {
      // KMS makes the managed key when someone first asks for it.
      context.region.store.transaction(() => ensureDefaultKey(context.region, context.accountId, context.host, context.nowMs))
    }
    return { KeyMetadata: keyMetadata(keyOf(context, input.KeyId)) }
  },
}
