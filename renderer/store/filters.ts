import { call } from '../api/coffer-api.ts'
import { patch } from './store.ts'
import { notifyError } from './toasts.ts'

export async function loadSavedFilters(): Promise<void> {
  try {
    const { Filters } = await call('workbench:ListSavedFilters', {})
    patch('view', { savedFilters: Filters })
  } catch (error) {
    notifyError(error)
  }
}

export async function saveFilter(label: string, query: string): Promise<void> {
  await call('workbench:PutSavedFilter', { Label: label, Query: query })
  await loadSavedFilters()
}

export async function deleteFilter(id: string): Promise<void> {
  await call('workbench:DeleteSavedFilter', { Id: id })
  await loadSavedFilters()
}
