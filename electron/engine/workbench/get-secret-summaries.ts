import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { secretSummary } from './secret-summary.ts'

/** The grid's rows of some secrets, after news of a change; what is gone is left out. */
export const getSecretSummaries: CallHandler<'workbench:GetSecretSummaries'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { secrets, accessDates } = context.region
    const found = input.ARNs.flatMap((arn) => secrets.findByArn(arn) ?? []).filter((secret) => secret.accountId === context.accountId)
    return { Summaries: found.map((secret) => secretSummary(accessDates.current(secret))) }
  },
}
