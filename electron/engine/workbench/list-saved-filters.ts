import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** The user's saved filters; they hold names, so they lie in the vault and not in the preferences. */
export const listSavedFilters: CallHandler<'workbench:ListSavedFilters'> = {
  kind: 'call',
  authorize: requireRoot,
  handle({ vault }) {
    return { Filters: [...vault.savedFilters.all()].map(({ id, label, query }) => ({ Id: id, Label: label, Query: query })) }
  },
}
