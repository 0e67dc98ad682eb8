import { keyOf } from '../kms/key-scope.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { keyResolver, needOfKey } from './secrets-of-key.ts'

const DEFAULT_ITEMS = 100

/** Which secrets lose something when a key is disabled or deleted. Keys are regional, and so are the secrets they encrypt. */
export const listKeySecrets: CallHandler<'workbench:ListKeySecrets'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { region } = context
    const key = keyOf(context, input.KeyId)
    const keyIdOf = keyResolver(region)
    const secrets = [...region.secrets.rows.all()].flatMap((secret) => {
      const needs = needOfKey(region, keyIdOf, key, secret)
      return needs === null ? [] : [{ ARN: secret.id, Name: secret.name, AccountId: secret.accountId, InTrash: secret.deletedAtMs !== undefined, Needs: needs }]
    })
    return {
      KeyArn: key.arn,
      Region: region.region,
      TotalCount: secrets.length,
      CurrentCount: secrets.filter(({ Needs }) => Needs === 'current').length,
      Secrets: secrets.sort((left, right) => (left.Name < right.Name ? -1 : 1)).slice(0, input.MaxResults ?? DEFAULT_ITEMS),
    }
  },
}
