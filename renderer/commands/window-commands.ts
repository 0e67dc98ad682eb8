import { sealVault } from '../store/session.ts'
import type { Section, State } from '../store/state.ts'
import { setPreferences } from '../store/preferences.ts'
import { store } from '../store/store.ts'
import { openPalette, showFolder, showSection } from '../store/view.ts'
import { type Command, registerCommands } from './registry.ts'

function goTo(section: Section, label: string, keywords: string): Command {
  return {
    id: `go.${section}`,
    label: `Go to ${label}`,
    section: 'Go to',
    keywords,
    run: () => (section === 'secrets' ? showFolder(null) : showSection(section)),
  }
}

const always = (_state: State) => true

registerCommands([
  { id: 'palette.open', label: 'Search or run a command', shortcut: 'Mod+K', section: 'Go to', run: openPalette },
  goTo('secrets', 'secrets', 'all list'),
  goTo('keys', 'keys', 'kms alias'),
  goTo('rotation', 'rotation', 'rotate schedule calendar due overdue failed'),
  goTo('regions', 'regions', 'disks stores replicas replication'),
  goTo('functions', 'functions', 'lambda rotation code'),
  goTo('access', 'access', 'users identities access keys'),
  goTo('endpoint', 'endpoint', 'aws connect port sdk'),
  goTo('activity', 'activity', 'audit log calls'),
  goTo('trash', 'trash', 'deleted recover'),
  { ...goTo('settings', 'settings', 'preferences options'), shortcut: 'Mod+,' },
  { id: 'vault.seal', label: 'Seal the vault', shortcut: 'Mod+L', section: 'Vault', keywords: 'lock close', run: sealVault },
  { id: 'view.light', label: 'Use the light theme', section: 'View', keywords: 'appearance', when: always, run: () => setPreferences({ theme: 'light' }) },
  { id: 'view.dark', label: 'Use the dark theme', section: 'View', keywords: 'appearance', when: always, run: () => setPreferences({ theme: 'dark' }) },
  { id: 'view.system', label: "Use the system's theme", section: 'View', keywords: 'appearance light dark', when: always, run: () => setPreferences({ theme: 'system' }) },
  {
    id: 'view.compact-rows',
    label: 'Compact rows on or off',
    section: 'View',
    keywords: 'density',
    run: () => setPreferences({ compactRows: !store.getState().preferences.compactRows }),
  },
])
