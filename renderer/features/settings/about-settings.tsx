import { app } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openVaultFolder } from '../../store/vault.ts'
import { SettingGroup, SettingRow } from './setting-row.tsx'

export function AboutSettings() {
  const vault = useStore((state) => state.session.vault)
  const { value: info } = useLatest('app.info', () => app('app.info', undefined))
  if (vault === null) return null
  return (
    <SettingGroup title="About">
      <SettingRow label="Data folder" hint={<span className="mono selectable break-all">{vault.DataFolder}</span>}>
        <Button onPress={() => openVaultFolder().catch(notifyError)}>Open another</Button>
        <CopyButton copy={() => copyText(vault.DataFolder, { secret: false })} label="Copy the path" />
      </SettingRow>
      {vault.VaultId !== undefined && (
        <SettingRow label="Vault ID" hint={<span className="mono selectable break-all">{vault.VaultId}</span>}>
          <CopyButton copy={() => copyText(vault.VaultId ?? '', { secret: false })} label="Copy the vault ID" />
        </SettingRow>
      )}
      {info !== null && (
        <SettingRow label="Coffer" hint={`Electron ${info.electron} on ${info.platform}`}>
          <span className="text-muted tabular-nums">{info.version}</span>
        </SettingRow>
      )}
    </SettingGroup>
  )
}
