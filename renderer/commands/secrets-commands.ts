import { copyText } from '../store/clipboard.ts'
import { deleteSecrets, restoreSecrets } from '../store/secret-actions.ts'
import { clearSelection, selectAll, selectedInOrder } from '../store/selection.ts'
import type { SecretSummary, SortColumn, State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { notify } from '../store/toasts.ts'
import { openDialog, sortBy } from '../store/view.ts'
import { isMac } from './shortcut.ts'
import { type Command, needsChangeableSelection, needsFocusedSecret, needsSelection, registerCommands, selectionSubject } from './registry.ts'

/** More secrets than this are asked about before they go to the trash. */
const DELETE_UNASKED_AT_MOST = 20

/** A Mac's keyboard has no key to delete forwards. */
const DELETE_SHORTCUT = isMac ? 'Mod+Backspace' : 'Delete'

const inSecrets = (state: State) => state.session.status === 'unsealed' && state.view.section === 'secrets'
const inTrash = (state: State) => state.session.status === 'unsealed' && state.view.section === 'trash' && state.selection.selectedArns.size > 0

function focusedSummary(): SecretSummary | undefined {
  const { selection, secrets } = store.getState()
  return selection.focusedArn === null ? undefined : secrets.summaries.get(selection.focusedArn)
}

async function copyOfFocused(what: string, textOf: (summary: SecretSummary) => string): Promise<void> {
  const summary = focusedSummary()
  if (summary === undefined) return
  await copyText(textOf(summary), { secret: false })
  notify({ kind: 'done', text: `Copied the ${what} of ${summary.Name}.` })
}

async function moveToTrash(): Promise<void> {
  const arns = selectedInOrder()
  if (arns.length > DELETE_UNASKED_AT_MOST) openDialog('delete-secrets', { arns })
  else await deleteSecrets(arns)
}

function sortCommand(column: SortColumn, label: string): Command {
  return { id: `view.sort-${column}`, label: `Sort by ${label}`, section: 'View', keywords: 'order', when: inSecrets, run: () => sortBy(column) }
}

registerCommands([
  { id: 'secrets.filter', label: 'Filter the list', shortcut: '/', section: 'Secrets', keywords: 'search find', run: () => document.querySelector<HTMLInputElement>('[data-filter] input')?.focus() },
  { id: 'secrets.select-all', label: 'Select all that are shown', section: 'Secrets', when: inSecrets, run: selectAll },
  { id: 'secrets.clear-selection', label: 'Select nothing', section: 'Secrets', when: needsSelection, run: clearSelection },
  { id: 'secret.copy-name', label: 'Copy name', section: 'Secret', when: needsFocusedSecret, subject: selectionSubject, run: () => copyOfFocused('name', (summary) => summary.Name) },
  { id: 'secret.copy-arn', label: 'Copy ARN', section: 'Secret', when: needsFocusedSecret, subject: selectionSubject, run: () => copyOfFocused('ARN', (summary) => summary.ARN) },
  { id: 'secret.tag', label: 'Change tags…', shortcut: 'T', section: 'Secret', when: needsChangeableSelection, subject: selectionSubject, run: () => openDialog('tag-secrets', { arns: selectedInOrder() }) },
  { id: 'secret.change-key', label: 'Change key…', section: 'Secret', keywords: 'kms encrypt', when: needsSelection, subject: selectionSubject, run: () => openDialog('change-key', { arns: selectedInOrder() }) },
  { id: 'secret.delete', label: 'Move to trash', shortcut: DELETE_SHORTCUT, section: 'Secret', keywords: 'delete remove', when: needsChangeableSelection, subject: selectionSubject, run: moveToTrash },
  { id: 'trash.restore', label: 'Restore', shortcut: 'R', section: 'Secret', keywords: 'undelete recover', when: inTrash, subject: selectionSubject, run: () => restoreSecrets(selectedInOrder()) },
  { id: 'trash.purge', label: 'Delete now…', shortcut: DELETE_SHORTCUT, section: 'Secret', keywords: 'purge', when: inTrash, subject: selectionSubject, run: () => openDialog('purge-secrets', { arns: selectedInOrder() }) },
  sortCommand('name', 'name'),
  sortCommand('key', 'key'),
  sortCommand('changed', 'last change'),
  sortCommand('rotates', 'next rotation'),
])
