import { app } from '../../api/coffer-api.ts'
import type { Preferences } from '../../../shared/ipc/contract.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { useStore } from '../../store/store.ts'
import { change } from './appearance-settings.tsx'
import { SettingGroup, SettingRow } from './setting-row.tsx'

const ON_LEAVE: readonly { readonly value: Preferences['onSuspend']; readonly label: string }[] = [
  { value: 'seal', label: 'Seal the vault' },
  { value: 'screen-lock', label: 'Hide the window' },
  { value: 'nothing', label: 'Do nothing' },
]

/** When the vault is sealed or hidden, and how long secrets stay on clipboard and screen. */
export function LockSettings() {
  const preferences = useStore((state) => state.preferences)
  const { value: info } = useLatest('app.info', () => app('app.info', undefined))
  const canProtect = info?.contentProtectionAvailable ?? false
  return (
    <SettingGroup title="Locking and privacy">
      <SettingRow label="Seal when not used for" hint="Sealing ends the process that holds the keys; the endpoint then answers VaultLocked. 0 is never.">
        <NumberField aria-label="Seal when not used for, in minutes" value={preferences.autoSealIdleMinutes} onChange={(next) => change({ autoSealIdleMinutes: next })} minimum={0} maximum={1440} unit="min" className="w-[152px]" />
      </SettingRow>
      <SettingRow label="When the computer sleeps" hint="Hiding keeps the vault open: endpoint and timers go on.">
        <Select aria-label="When the computer sleeps" options={ON_LEAVE} value={preferences.onSuspend} onChange={(next) => change({ onSuspend: next })} className="w-[152px]" />
      </SettingRow>
      <SettingRow label="When the screen locks">
        <Select aria-label="When the screen locks" options={ON_LEAVE} value={preferences.onScreenLock} onChange={(next) => change({ onScreenLock: next })} className="w-[152px]" />
      </SettingRow>
      <SettingRow label="Clear the clipboard after" hint="Only if what Coffer copied is still there; at quitting and sealing too.">
        <NumberField
          aria-label="Clear the clipboard after, in seconds"
          value={preferences.clipboardClearSeconds}
          onChange={(next) => change({ clipboardClearSeconds: next })}
          minimum={5}
          maximum={600}
          unit="s"
          className="w-[152px]"
        />
      </SettingRow>
      <SettingRow
        label="Keep the window out of screenshots and screen sharing"
        hint={info === null || canProtect ? 'Counts from the next start for windows that are open.' : 'Not available on this system: other programs can photograph the window. Values stay hidden until you reveal them.'}
      >
        <Switch
          aria-label="Keep the window out of screenshots and screen sharing"
          isSelected={preferences.contentProtection && canProtect}
          onChange={(next) => change({ contentProtection: next })}
          isDisabled={!canProtect}
        />
      </SettingRow>
    </SettingGroup>
  )
}
