import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findAccessKey } from './shown-user.ts'

/** Revokes an access key at once. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: CallHandler<'workbench:DeleteAccessKey'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    context.vault.access.accessKeys.delete(findAccessKey(context, input.AccessKeyId).accessKey.id)
  },
}
