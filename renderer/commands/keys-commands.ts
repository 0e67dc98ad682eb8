import { call } from '../api/coffer-api.ts'
import { enableKey, keyTitle, loadKeys } from '../store/keys.ts'
import type { KeyItem, State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { notify } from '../store/toasts.ts'
import { openDialog } from '../store/view.ts'
import { type Command, registerCommands } from './registry.ts'

function focusedKey(state: State): KeyItem | null {
  if (state.session.status !== 'unsealed' || state.view.section !== 'keys') return null
  return state.keys.items.find((item) => item.metadata.Arn === state.view.focusedKeyArn) ?? null
}

/** A command on the key whose pane is open, where that key is a customer's and in one of these states. */
function onKey(command: Pick<Command, 'id' | 'label' | 'keywords'>, states: readonly string[], run: (item: KeyItem) => void | Promise<void>): Command {
  return {
    ...command,
    section: 'Keys',
    when: (state) => {
      const item = focusedKey(state)
      return item !== null && item.metadata.KeyManager === 'CUSTOMER' && states.includes(item.metadata.KeyState)
    },
    subject: (state) => {
      const item = focusedKey(state)
      return item === null ? null : keyTitle(item)
    },
    run: () => {
      const item = focusedKey(store.getState())
      return item === null ? undefined : run(item)
    },
  }
}

const ANY_STATE = ['Enabled', 'Disabled', 'PendingImport', 'PendingDeletion']

registerCommands([
  { id: 'keys.create', label: 'Create key…', section: 'Keys', keywords: 'kms new', run: () => openDialog('create-key', {}) },
  onKey({ id: 'keys.create-alias', label: 'Create alias…', keywords: 'kms name' }, ANY_STATE, ({ metadata }) => openDialog('create-alias', { keyArn: metadata.Arn })),
  onKey({ id: 'keys.edit-policy', label: 'Edit key policy…', keywords: 'kms access grant' }, ['Enabled', 'Disabled', 'PendingImport'], ({ metadata }) =>
    openDialog('edit-policy', { subject: { type: 'key', arn: metadata.Arn } }),
  ),
  onKey({ id: 'keys.enable', label: 'Enable key', keywords: 'kms state' }, ['Disabled'], async (item) => {
    await enableKey(item)
    notify({ kind: 'done', text: `${keyTitle(item)} is enabled.` })
  }),
  onKey({ id: 'keys.disable', label: 'Disable key…', keywords: 'kms state stop' }, ['Enabled'], ({ metadata }) => openDialog('disable-key', { keyArn: metadata.Arn })),
  onKey({ id: 'keys.schedule-deletion', label: 'Schedule key deletion…', keywords: 'kms remove destroy' }, ['Enabled', 'Disabled', 'PendingImport'], ({ metadata }) =>
    openDialog('schedule-key-deletion', { keyArn: metadata.Arn }),
  ),
  onKey({ id: 'keys.cancel-deletion', label: 'Cancel key deletion', keywords: 'kms keep undo' }, ['PendingDeletion'], async (item) => {
    await call('kms:CancelKeyDeletion', { KeyId: item.metadata.KeyId })
    await loadKeys()
    notify({ kind: 'done', text: `${keyTitle(item)} stays. It is disabled until you enable it.` })
  }),
])
