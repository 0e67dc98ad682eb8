import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** Walks the whole chain of the activity record and says whether anything is missing or changed. */
export const verifyActivity: CallHandler<'workbench:VerifyActivity'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context) {
    const { records, problems } = await context.vault.audit.verify()
    const first = problems[0]
    return {
      Intact: first === undefined,
      EventCount: records,
      Problem: first === undefined ? undefined : `After record ${first.afterSequence}, in file ${first.segment}: ${first.problem}.`,
    }
  },
}
