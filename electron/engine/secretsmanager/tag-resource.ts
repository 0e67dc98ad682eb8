import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { requireKeptAccess } from './kept-access.ts'
import { checkSecretId } from './secret-name.ts'
import { checkTags, mergeTags } from './secret-tags.ts'

/** TagResource. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource: CallHandler<'secretsmanager:TagResource'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'TagResource', input.SecretId, input)
  },
  handle(context, input) {
    const tags = checkTags(input.Tags)
    const secret = findChangeableSecret(context, input.SecretId)
    const changed = { ...secret, tags: mergeTags(secret.tags ?? [], tags), lastChangedAtMs: context.nowMs }
    requireKeptAccess(context, 'TagResource', changed, input)
    context.region.secrets.rows.put(changed)
  },
}
