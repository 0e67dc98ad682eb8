import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** Walks the whole chain of the activity record and says whether anything is missing or changed. */
export const verifyActivity: CallHandler<'workbench:VerifyActivity'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context) {
    const { audit } = context.vault
    const { records, problems } = await audit.verify()
    const first = problems[0]
    // The chain of what is left is whole; that it is shorter than it was, only the opening could see.
    const shortened = audit.warnings.find(({ code }) => code === 'ShorterThanRemembered')
    const problem = first === undefined ? shortened?.message : `After record ${first.afterSequence}, in file ${first.segment}: ${first.problem}.`
    return { Intact: problem === undefined, EventCount: records, Problem: problem }
  },
}
