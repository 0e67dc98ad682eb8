import { notify, notifyError } from '../../store/toasts.ts'
import { saveText } from '../../store/vault.ts'
import { activityAsCsv, activityAsJsonLines } from './activity-export.ts'
import type { ActivityFilter } from './activity-filter.ts'
import { allActivity } from './use-activity.ts'

/** Saves the calls that the filter finds to a file of the person's choice. */
export function useExport(filter: ActivityFilter): (format: 'csv' | 'jsonl') => void {
  return (format) => {
    save(filter, format).catch(notifyError)
  }
}

async function save(filter: ActivityFilter, format: 'csv' | 'jsonl'): Promise<void> {
  const events = await allActivity(filter)
  const text = format === 'csv' ? activityAsCsv(events) : activityAsJsonLines(events)
  const path = await saveText('Export activity', `coffer-activity.${format}`, text)
  if (path !== null) notify({ kind: 'done', text: `Saved ${events.length.toLocaleString('en')} calls to ${path}.` })
}
