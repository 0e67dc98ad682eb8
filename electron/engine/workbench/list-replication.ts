import type { CallHandler } from '../operation-handler.ts'
import { replicaLine, targetLines } from '../replication/replication-lines.ts'
import { findSecret } from '../secretsmanager/find-secret.ts'
import { pageAfter } from '../secretsmanager/next-token.ts'
import { requireRoot } from './require-root.ts'

const DEFAULT_PAGE_ITEMS = 1000

/** The replicas of an account with their status and lag. */
export const listReplication: CallHandler<'workbench:ListReplication'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const one = input.SecretId === undefined ? null : findSecret(context, input.SecretId)
    const sources = one === null ? [...context.vault.regions.values()] : [context.region]
    const replicas = sources.flatMap((source) =>
      (one === null ? source.secrets.ofAccount(context.accountId) : [one]).flatMap((secret) => (secret.replicas ?? []).map((replica) => ({ source, secret, replica, position: `${secret.id} ${replica.region}` }))),
    )
    replicas.sort((left, right) => (left.position < right.position ? -1 : 1))
    const { page, nextToken } = pageAfter(context, 'ListReplication', [input.SecretId], replicas, ({ position }) => position, input.MaxResults ?? DEFAULT_PAGE_ITEMS, input.NextToken)
    return { Replicas: page.map(({ source, secret, replica }) => replicaLine(context, source, secret, replica)), Targets: targetLines(context.vault), NextToken: nextToken }
  },
}
