import { store } from '../store/store.ts'
import { openDialog } from '../store/view.ts'
import type { State } from '../store/state.ts'
import { registerCommands } from './registry.ts'

const hasFocusedKey = (state: State) => state.session.status === 'unsealed' && state.view.section === 'keys' && state.view.focusedKeyArn !== null

registerCommands([
  { id: 'keys.create', label: 'Create key…', section: 'Keys', keywords: 'kms new', run: () => openDialog('create-key', {}) },
  {
    id: 'keys.create-alias',
    label: 'Create alias…',
    section: 'Keys',
    keywords: 'kms name',
    when: hasFocusedKey,
    subject: (state) => state.keys.items.find((item) => item.metadata.Arn === state.view.focusedKeyArn)?.aliases[0] ?? null,
    run: () => {
      const keyArn = store.getState().view.focusedKeyArn
      if (keyArn !== null) openDialog('create-alias', { keyArn })
    },
  },
])
