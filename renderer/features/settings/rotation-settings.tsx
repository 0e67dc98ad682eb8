import type { Preferences } from '../../../shared/ipc/contract.ts'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { pauseRotations } from '../../store/rotations.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { change } from './appearance-settings.tsx'
import { SettingGroup, SettingRow } from './setting-row.tsx'

const NOTICES: readonly { readonly value: Preferences['rotationNotices']; readonly label: string }[] = [
  { value: 'without-name', label: 'Without the name' },
  { value: 'with-name', label: 'With the name' },
  { value: 'off', label: 'Never' },
]

/** Whether rotations begin, and how the system tells of one that failed. */
export function RotationSettings() {
  const notices = useStore((state) => state.preferences.rotationNotices)
  const isPaused = useStore((state) => state.rotations.isPaused)
  return (
    <SettingGroup title="Rotation">
      <SettingRow label="Notify about failed rotations" hint="A notification of the system, also while the window is behind others. Whoever sees the screen can read the secret’s name in it.">
        <Select aria-label="Notify about failed rotations" options={NOTICES} value={notices} onChange={(next) => change({ rotationNotices: next })} className="w-[152px]" />
      </SettingRow>
      <SettingRow label="Pause all rotations" hint="No rotation begins in this vault until you resume: none by its schedule, no retry, none that is asked for.">
        <Switch aria-label="Pause all rotations" isSelected={isPaused} onChange={(next) => void pauseRotations(next).catch(notifyError)} />
      </SettingRow>
    </SettingGroup>
  )
}
