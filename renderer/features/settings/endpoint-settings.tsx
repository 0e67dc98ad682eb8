import { Button } from '../../components/button.tsx'
import { Switch } from '../../components/switch.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { switchEndpoint } from '../../store/endpoint.ts'
import { useStore } from '../../store/store.ts'
import { showSection } from '../../store/view.ts'
import { SettingGroup, SettingRow } from './setting-row.tsx'

export function EndpointSettings() {
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  const switching = useAction(async (enabled: boolean) => {
    await switchEndpoint(enabled)
  })
  const isOn = endpoint?.State === 'on' || endpoint?.State === 'starting'
  const problem = switching.error?.message ?? (endpoint?.State === 'failed' ? endpoint.Reason : undefined)
  return (
    <SettingGroup title="AWS endpoint">
      <SettingRow
        label="Answer AWS calls on this computer"
        hint={problem === undefined ? `On port ${endpoint?.Port ?? 7345}, to signed requests only. Switched on, it comes back with every start.` : <span className="text-red">{problem}</span>}
      >
        <Button onPress={() => showSection('endpoint')}>Port and lines</Button>
        <Switch aria-label="Answer AWS calls on this computer" isSelected={isOn} onChange={(enabled) => void switching.run(enabled)} isDisabled={switching.pending} />
      </SettingRow>
    </SettingGroup>
  )
}
