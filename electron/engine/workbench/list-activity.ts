import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { shownActivity } from './shown-activity.ts'
import { requireRoot } from './require-root.ts'

const DEFAULT_PAGE_ITEMS = 200

/** The activity record, newest first. */
export const listActivity: CallHandler<'workbench:ListActivity'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context, input) {
    const limit = input.MaxResults ?? DEFAULT_PAGE_ITEMS
    const before = input.NextToken === undefined ? undefined : Number(input.NextToken)
    if (before !== undefined && !Number.isSafeInteger(before)) throw new ServiceError('InvalidNextTokenException', 'The NextToken value is invalid.')
    const wanted = input.Text?.toLowerCase()
    const records = await context.vault.audit.recent({
      limit,
      ...(before === undefined ? {} : { beforeSequence: before }),
      filter: (record) =>
        record.phase !== 'request' &&
        (input.SecretId === undefined || record.resources.includes(input.SecretId)) &&
        (input.Outcome === undefined || record.outcome === input.Outcome) &&
        (input.Door === undefined || record.door === input.Door) &&
        (wanted === undefined || [record.operation, record.principalArn, record.errorCode ?? '', ...record.resources].some((text) => text.toLowerCase().includes(wanted))),
    })
    const last = records.at(-1)
    return { Events: records.map(shownActivity), NextToken: records.length < limit || last === undefined ? undefined : String(last.sequence) }
  },
}
