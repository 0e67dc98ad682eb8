import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { pageByMarker } from './page-by-marker.ts'

const DEFAULT_LIMIT = 100

/** ListKeys. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
export const listKeys: CallHandler<'kms:ListKeys'> = {
  kind: 'call',
  authorize(context) {
    authorizeAllKeys(context, 'kms:ListKeys')
  },
  handle(context, input) {
    const keys = context.region.keys.keysOfAccount(context.accountId)
    const { page, nextMarker, truncated } = pageByMarker(keys, (key) => key.id, input.Limit ?? DEFAULT_LIMIT, input.Marker)
    return { Keys: page.map((key) => ({ KeyId: key.id, KeyArn: key.arn })), NextMarker: nextMarker, Truncated: truncated }
  },
}
