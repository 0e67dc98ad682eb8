import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** Keeps a filter, or changes one by its id. */
export const putSavedFilter: CallHandler<'workbench:PutSavedFilter'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle({ vault, host }, input) {
    const id = input.Id ?? host.random.uuid()
    vault.savedFilters.put({ id, label: input.Label, query: input.Query })
    return { Id: id }
  },
}
