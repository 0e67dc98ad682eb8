import type { CallHandler } from '../operation-handler.ts'
import { aliasTarget, authorizeAlias, checkAliasName, existingAlias, presentTarget } from './alias-name.ts'

/** UpdateAlias. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const updateAlias: CallHandler<'kms:UpdateAlias'> = {
  kind: 'call',
  check(input) {
    checkAliasName(input.AliasName)
  },
  authorize(context, input) {
    authorizeAlias(context, 'kms:UpdateAlias', input.AliasName, [presentTarget(context, input.AliasName), input.TargetKeyId])
  },
  handle(context, input) {
    const alias = existingAlias(context, input.AliasName)
    const key = aliasTarget(context, input.TargetKeyId)
    context.region.keys.aliases.put({ ...alias, targetKeyId: key.id, lastUpdatedAtMs: context.nowMs })
  },
}
