import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findAccessKey } from './shown-user.ts'

/** Switches an access key on or off. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey: CallHandler<'workbench:UpdateAccessKey'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const { accessKey } = findAccessKey(context, input.AccessKeyId)
    context.vault.access.accessKeys.put({ ...accessKey, status: input.Status })
  },
}
