import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'
import { checkKeyTags, mergeKeyTags } from './key-tags.ts'

/** TagResource of KMS. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagKey: CallHandler<'kms:TagResource'> = {
  kind: 'call',
  check(input) {
    checkKeyTags(input.Tags)
  },
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:TagResource', input.KeyId, keyOfIdOrArn, { requestTags: input.Tags })
  },
  handle(context, input) {
    changeKey(context, input.KeyId, 'kept', (key) => ({ ...key, tags: mergeKeyTags(key.tags, input.Tags) }))
  },
}
