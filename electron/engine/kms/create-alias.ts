import { aliasArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { CallHandler } from '../operation-handler.ts'
import { aliasTarget, authorizeAlias, checkAliasName } from './alias-name.ts'

/** CreateAlias. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const createAlias: CallHandler<'kms:CreateAlias'> = {
  kind: 'call',
  check(input) {
    checkAliasName(input.AliasName)
  },
  authorize(context, input) {
    authorizeAlias(context, 'kms:CreateAlias', input.AliasName, [input.TargetKeyId])
  },
  handle(context, input) {
    const key = aliasTarget(context, input.TargetKeyId)
    const id = aliasArn(context.region.region, context.accountId, input.AliasName)
    if (context.region.keys.aliases.get(id) !== null) throw new ServiceError('AlreadyExistsException', `An alias with the name ${id} already exists`)
    if (context.region.keys.aliasesOfKey(key.id).length >= LIMITS.kmsAliasesPerKey) {
      throw new ServiceError('LimitExceededException', `The key ${key.arn} already has ${LIMITS.kmsAliasesPerKey} aliases.`)
    }
    context.region.keys.aliases.put({
      id,
      accountId: context.accountId,
      name: input.AliasName,
      targetKeyId: key.id,
      createdAtMs: context.nowMs,
      lastUpdatedAtMs: context.nowMs,
    })
  },
}
