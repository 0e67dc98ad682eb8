import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { requireKeptAccess } from './kept-access.ts'
import { checkSecretId } from './secret-name.ts'
import { checkNoSystemTag } from './secret-tags.ts'

/** UntagResource. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource: CallHandler<'secretsmanager:UntagResource'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'UntagResource', input.SecretId, input)
  },
  handle(context, input) {
    checkNoSystemTag(input.TagKeys)
    const secret = findChangeableSecret(context, input.SecretId)
    if (secret.tags === undefined) return
    const removed = new Set(input.TagKeys)
    const changed = { ...secret, tags: secret.tags.filter((tag) => !removed.has(tag.Key)), lastChangedAtMs: context.nowMs }
    requireKeptAccess(context, 'UntagResource', changed, input)
    context.region.secrets.rows.put(changed)
  },
}
