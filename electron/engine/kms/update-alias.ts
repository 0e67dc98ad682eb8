import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { aliasTarget, authorizeAlias, checkAliasName, existingAlias, presentTarget } from './alias-name.ts'
import { isSymmetric } from './key-record.ts'

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
    const present = context.region.keys.keys.get(alias.targetKeyId)
    if (present !== null && (present.keyUsage !== key.keyUsage || isSymmetric(present) !== isSymmetric(key))) {
      throw new ServiceError('ValidationException', `Alias ${alias.id} cannot be moved between a ${present.keySpec} key with usage ${present.keyUsage} and a ${key.keySpec} key with usage ${key.keyUsage}.`)
    }
    context.region.keys.aliases.put({ ...alias, targetKeyId: key.id, lastUpdatedAtMs: context.nowMs })
  },
}
