import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { pageByMarker } from './page-by-marker.ts'

const DEFAULT_LIMIT = 50

/** ListResourceTags. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags: CallHandler<'kms:ListResourceTags'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:ListResourceTags', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const { tags } = keyOfIdOrArn(context, input.KeyId)
    const { page, nextMarker, truncated } = pageByMarker(tags, (tag) => tag.TagKey, input.Limit ?? DEFAULT_LIMIT, input.Marker)
    return { Tags: page, NextMarker: nextMarker, Truncated: truncated }
  },
}
