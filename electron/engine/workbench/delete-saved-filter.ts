import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** Forgets a saved filter; one that is gone already is no error. */
export const deleteSavedFilter: CallHandler<'workbench:DeleteSavedFilter'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle({ vault }, input) {
    vault.savedFilters.delete(input.Id)
  },
}
