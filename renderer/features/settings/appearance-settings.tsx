import type { Preferences } from '../../../shared/ipc/contract.ts'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { setPreferences } from '../../store/preferences.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { SettingGroup, SettingRow } from './setting-row.tsx'

const THEMES: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function change(preferences: Partial<Preferences>): void {
  setPreferences(preferences).catch(notifyError)
}

export function AppearanceSettings() {
  const theme = useStore((state) => state.preferences.theme)
  const compactRows = useStore((state) => state.preferences.compactRows)
  return (
    <SettingGroup title="Appearance">
      <SettingRow label="Theme">
        <Select aria-label="Theme" options={THEMES} value={theme} onChange={(next) => change({ theme: next })} className="w-[152px]" />
      </SettingRow>
      <SettingRow label="Compact rows" hint="26 instead of 30 pixels a row.">
        <Switch aria-label="Compact rows" isSelected={compactRows} onChange={(next) => change({ compactRows: next })} />
      </SettingRow>
    </SettingGroup>
  )
}
