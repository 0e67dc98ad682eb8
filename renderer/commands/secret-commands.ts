import { selectedInOrder } from '../store/selection.ts'
import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { openDialog, showDetailTab } from '../store/view.ts'
import { needsChangeableSecret, needsFocusedSecret, needsSelection, registerCommands, selectionSubject } from './registry.ts'

/** What the open pane of a secret can do with its value, which only the pane may hold. */
export interface ValueActions {
  readonly toggleReveal: () => void | Promise<void>
  readonly copyValue: () => Promise<void>
}

let valueActions: ValueActions | null = null

/** The pane that shows a value lends its actions to the commands until the returned function is called. */
export function lendValueActions(actions: ValueActions): () => void {
  valueActions = actions
  return () => {
    if (valueActions === actions) valueActions = null
  }
}

function focusedArn(): string | null {
  return store.getState().selection.focusedArn
}

const showsValue = (state: State): boolean => needsFocusedSecret(state) && valueActions !== null
const openFor = (dialog: 'edit-secret' | 'duplicate-secret') => () => {
  const arn = focusedArn()
  if (arn !== null) openDialog(dialog, { arn })
}

/** The folder that is shown is where a new secret most likely belongs. */
function create(): void {
  const { folder } = store.getState().view
  openDialog('create-secret', folder === null ? {} : { name: folder })
}

const TABS = [
  ['value', 'value'],
  ['versions', 'versions'],
  ['rotation', 'rotation'],
  ['replicas', 'replicas'],
  ['policy', 'policy'],
  ['tags', 'tags'],
  ['use-it', 'ways to use it'],
  ['details', 'details'],
] as const

registerCommands([
  { id: 'secret.create', label: 'New secret…', shortcut: 'N', section: 'Secrets', keywords: 'add create', run: create },
  { id: 'secrets.import', label: 'Import…', shortcut: 'I', section: 'Secrets', keywords: 'env json yaml csv credentials paste', run: () => openDialog('import-secrets', {}) },
  { id: 'secrets.export', label: 'Export…', section: 'Secrets', keywords: 'save file env json encrypted', when: needsSelection, subject: selectionSubject, run: () => openDialog('export-secrets', { arns: selectedInOrder() }) },
  {
    id: 'secret.share',
    label: 'Share…',
    section: 'Secret',
    keywords: 'policy access account user role',
    when: needsChangeableSecret,
    subject: selectionSubject,
    run: () => {
      const arn = focusedArn()
      if (arn !== null) openDialog('share-secret', { arn })
    },
  },
  { id: 'secret.edit', label: 'Edit value…', shortcut: 'E', section: 'Secret', keywords: 'change put', when: needsChangeableSecret, subject: selectionSubject, run: openFor('edit-secret') },
  { id: 'secret.reveal', label: 'Reveal or hide the value', shortcut: 'V', section: 'Secret', keywords: 'show password', when: showsValue, subject: selectionSubject, run: () => valueActions?.toggleReveal() },
  { id: 'secret.copy-value', label: 'Copy value', shortcut: 'C', section: 'Secret', keywords: 'password clipboard', when: showsValue, subject: selectionSubject, run: () => valueActions?.copyValue() },
  { id: 'secret.duplicate', label: 'Duplicate…', shortcut: 'D', section: 'Secret', keywords: 'clone copy rename', when: needsFocusedSecret, subject: selectionSubject, run: openFor('duplicate-secret') },
  ...TABS.map(([tab, words], index) => ({
    id: `secret.show-${tab}`,
    label: `Show ${words}`,
    shortcut: String(index + 1),
    section: 'Secret' as const,
    when: needsFocusedSecret,
    subject: selectionSubject,
    run: () => showDetailTab(tab),
  })),
])
