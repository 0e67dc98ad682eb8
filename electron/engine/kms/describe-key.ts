import type { CallHandler } from '../operation-handler.ts'
import { keyMetadata } from './key-metadata.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'

/** DescribeKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey: CallHandler<'kms:DescribeKey'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:DescribeKey', input.KeyId)
  },
  handle(context, input) {
    return { KeyMetadata: keyMetadata(keyOf(context, input.KeyId)) }
  },
}
