import { Pane } from '../../components/pane.tsx'
import { AboutSettings } from './about-settings.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { EndpointSettings } from './endpoint-settings.tsx'
import { LockSettings } from './lock-settings.tsx'
import { RotationSettings } from './rotation-settings.tsx'
import { VaultSettings } from './vault-settings.tsx'

/** Everything that can be set, each with what it means; changes count at once. */
export function SettingsSection() {
  return (
    <Pane title="Settings">
      <div className="max-w-[680px] px-4 py-3.5">
        <AppearanceSettings />
        <LockSettings />
        <RotationSettings />
        <EndpointSettings />
        <VaultSettings />
        <AboutSettings />
      </div>
    </Pane>
  )
}
