import type { CallHandler } from '../operation-handler.ts'
import { pageAfter } from '../secretsmanager/next-token.ts'
import { requireRoot } from './require-root.ts'
import { secretSummary } from './secret-summary.ts'

const DEFAULT_PAGE_ITEMS = 5000

/** All secrets of the caller's account for the grid, those in the trash too. */
export const listSecretSummaries: CallHandler<'workbench:ListSecretSummaries'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const secrets = context.region.secrets.ofAccount(context.accountId)
    const { page, nextToken } = pageAfter(
      context, 'ListSecretSummaries', null, secrets, (secret) => secret.sequence, input.MaxResults ?? DEFAULT_PAGE_ITEMS, input.NextToken,
    )
    return {
      Summaries: page.map((secret) => secretSummary(context.region.accessDates.current(secret))),
      NextToken: nextToken,
      TotalCount: secrets.length,
    }
  },
}
