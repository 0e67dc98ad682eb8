import { aliasArn } from '../../../shared/arn.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { type AliasRecord, DEFAULT_KEY_ALIAS } from './key-record.ts'
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
    const aliases = aliasesWithPredefined(context).filter((alias) => onlyKeyId === null || alias.targetKeyId === onlyKeyId)
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

type ListedAlias = Omit<AliasRecord, 'targetKeyId'> & { readonly targetKeyId?: string }

/** The account's aliases and the one that AWS predefines; that one has no target before its first use. */
function aliasesWithPredefined({ region, accountId, vault }: CallContext): readonly ListedAlias[] {
  const aliases = region.keys.aliasesOfAccount(accountId)
  const id = aliasArn(region.region, accountId, DEFAULT_KEY_ALIAS)
  if (region.keys.aliases.get(id) !== null) return aliases
  const madeAtMs = vault.access.accounts.get(accountId)?.createdAtMs ?? 0
  const predefined: ListedAlias = { id, accountId, name: DEFAULT_KEY_ALIAS, createdAtMs: madeAtMs, lastUpdatedAtMs: madeAtMs }
  return [...aliases, predefined].sort((left, right) => (left.name < right.name ? -1 : 1))
}
