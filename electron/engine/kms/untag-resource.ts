import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

/** UntagResource of KMS; keys that no tag has are ignored. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagKey: CallHandler<'kms:UntagResource'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:UntagResource', input.KeyId, keyOfIdOrArn, { requestTagKeys: input.TagKeys })
  },
  handle(context, input) {
    changeKey(context, input.KeyId, 'kept', (key) => ({ ...key, tags: key.tags.filter((tag) => !input.TagKeys.includes(tag.TagKey)) }))
  },
}
