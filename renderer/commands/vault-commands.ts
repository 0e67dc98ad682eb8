import { app } from '../api/coffer-api.ts'
import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { notify } from '../store/toasts.ts'
import { openDialog, showSection } from '../store/view.ts'
import { switchEndpoint } from '../store/endpoint.ts'
import { explain } from '../store/explain.ts'
import { needsFocusedSecret, registerCommands, selectionSubject } from './registry.ts'

const isUnsealed = (state: State) => state.session.status === 'unsealed'
const isOn = (state: State) => state.session.vault?.Endpoint.State === 'on'

/** What the screen shows is what is most likely asked about. */
function explainAccess(): void {
  const { view, selection } = store.getState()
  if (view.section === 'secrets' && selection.focusedArn !== null) explain({ mode: 'call', action: 'secretsmanager:GetSecretValue', secretArn: selection.focusedArn })
  else if (view.section === 'keys' && view.focusedKeyArn !== null) explain({ mode: 'call', action: 'kms:Decrypt', keyArn: view.focusedKeyArn })
  else explain({ mode: 'call' })
}

registerCommands([
  { id: 'access.explain', label: 'Explain access…', section: 'Access', keywords: 'why denied allowed policy simulate iam who', run: explainAccess },
  {
    id: 'access.who',
    label: 'Who can read this secret?',
    section: 'Access',
    keywords: 'identities matrix explain',
    when: needsFocusedSecret,
    subject: selectionSubject,
    run: () => explain({ mode: 'who', secretArn: store.getState().selection.focusedArn }),
  },
  { id: 'access.create-user', label: 'New user…', section: 'Access', keywords: 'iam identity', run: () => openDialog('create-user', {}) },
  { id: 'access.create-group', label: 'New group…', section: 'Access', keywords: 'iam team', run: () => openDialog('create-group', {}) },
  { id: 'access.create-role', label: 'New role…', section: 'Access', keywords: 'iam assume sts', run: () => openDialog('create-role', {}) },
  { id: 'access.add-account', label: 'Add an account…', section: 'Access', keywords: 'colour color', run: () => openDialog('put-account', {}) },
  { id: 'endpoint.connect', label: 'Connect a program…', section: 'Endpoint', keywords: 'access key environment sdk cli', run: () => openDialog('connect', {}) },
  {
    id: 'endpoint.switch-on',
    label: 'Switch the endpoint on',
    section: 'Endpoint',
    keywords: 'start listen port',
    when: (state) => isUnsealed(state) && !isOn(state),
    run: async () => {
      const endpoint = await switchEndpoint(true)
      notify({ kind: 'done', text: `The endpoint answers at ${endpoint.Url ?? `port ${endpoint.Port}`}.` })
    },
  },
  {
    id: 'endpoint.switch-off',
    label: 'Switch the endpoint off',
    section: 'Endpoint',
    keywords: 'stop',
    when: (state) => isUnsealed(state) && isOn(state),
    run: async () => {
      await switchEndpoint(false)
      notify({ kind: 'done', text: 'The endpoint is off. Programs that point at it cannot connect.' })
    },
  },
  { id: 'vault.back-up', label: 'Back up the vault…', section: 'Vault', keywords: 'export save copy', run: () => openDialog('back-up-vault', {}) },
  { id: 'vault.change-protection', label: 'Change the protection…', section: 'Vault', keywords: 'keychain passphrase both together slots', run: () => openDialog('change-protection', {}) },
  { id: 'vault.change-passphrase', label: 'Change the passphrase…', section: 'Vault', keywords: 'password add', run: () => openDialog('change-passphrase', {}) },
  { id: 'vault.renew-recovery-kit', label: 'Make a new recovery kit…', section: 'Vault', keywords: 'emergency code print', run: () => openDialog('recovery-kit', {}) },
  { id: 'vault.replace-root-key', label: 'Replace the root key…', section: 'Vault', keywords: 'rekey leak stolen lost compromise', run: () => openDialog('replace-root-key', {}) },
  { id: 'vault.ways-to-open', label: 'What opens the vault', section: 'Vault', keywords: 'slots keychain passphrase recovery', run: () => showSection('settings') },
  {
    id: 'vault.hide-window',
    label: 'Hide the window until unlocked',
    section: 'Vault',
    keywords: 'lock screen',
    when: (state) => isUnsealed(state) && !state.view.screenLocked,
    run: async () => {
      await app('screen-lock.set', { locked: true })
    },
  },
  {
    id: 'help.shortcuts',
    label: 'Keyboard shortcuts',
    shortcut: '?',
    section: 'Help',
    keywords: 'keys',
    when: () => store.getState().session.status === 'unsealed',
    run: () => openDialog('shortcuts', {}),
  },
])
