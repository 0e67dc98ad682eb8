import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { keyOfIdOrArn } from './key-scope.ts'
import { pageByMarker } from './page-by-marker.ts'

const DEFAULT_LIMIT = 50

/** ListAliases. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export const listAliases: CallHandler<'kms:ListAliases'> = {
  kind: 'call',
  authorize(context) {
    authorizeAllKeys(context, 'kms:ListAliases')
  },
  handle(context, input) {
    const onlyKeyId = input.KeyId === undefined ? null : keyOfIdOrArn(context, input.KeyId).id
    const aliases = context.region.keys
      .aliasesOfAccount(context.accountId)
      .filter((alias) => onlyKeyId === null || alias.targetKeyId === onlyKeyId)
    const { page, nextMarker, truncated } = pageByMarker(aliases, (alias) => alias.name, input.Limit ?? DEFAULT_LIMIT, input.Marker)
    return {
      Aliases: page.map((alias) => ({
        AliasName: alias.name,
        AliasArn: alias.id,
        TargetKeyId: alias.targetKeyId,
        CreationDate: alias.createdAtMs,
        LastUpdatedDate: alias.lastUpdatedAtMs,
      })),
      NextMarker: nextMarker,
      Truncated: truncated,
    }
  },
}
