import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { keychainSilence, protectionOf, type Protection } from '../../components/protection.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus, sealVault } from '../../store/session.ts'
import type { VaultStatus } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { SettingGroup, SettingRow } from './setting-row.tsx'
import { isRemovable, slotLabel } from './slot-words.ts'

const PROTECTION_HINT: Readonly<Record<Protection, string>> = {
  keychain: 'The keychain opens the vault.',
  passphrase: 'The passphrase opens the vault.',
  'keychain-and-passphrase': 'Keychain or passphrase: either opens the vault.',
  'keychain-plus-passphrase': 'Keychain and passphrase together: neither opens the vault alone.',
}

type Slot = VaultStatus['Slots'][number]

/** What opens the vault, its back-ups, and sealing it. */
export function VaultSettings() {
  const vault = useStore((state) => state.session.vault)
  const [removing, setRemoving] = useState<Slot | null>(null)
  const adding = useAction(async () => {
    await call('workbench:AddKeychainSlot', {})
    await refreshStatus()
    notify({ kind: 'done', text: 'The keychain of this computer opens the vault from now on.' })
  })
  if (vault === null) return null
  const has = (type: Slot['Type']) => vault.Slots.some((slot) => slot.Type === type)
  const protection = protectionOf(vault.Slots)
  const isTogether = protection === 'keychain-plus-passphrase'
  return (
    <>
      <SettingGroup title="What opens the vault">
        {vault.Slots.map((slot) => (
          <SlotRow key={slot.SlotId} slot={slot} slots={vault.Slots} onRemove={() => setRemoving(slot)} />
        ))}
        {!has('recovery') && (
          <SettingRow label="Recovery kit" hint="There is none: if keychain and passphrase are lost, so is the vault.">
            <Button onPress={() => openDialog('recovery-kit', {})}>Make a kit</Button>
          </SettingRow>
        )}
        {protection !== null && (
          <SettingRow label="Protection" hint={PROTECTION_HINT[protection]}>
            <Button onPress={() => openDialog('change-protection', {})}>Other protection…</Button>
          </SettingRow>
        )}
        {!isTogether && !has('passphrase') && (
          <SettingRow label="Passphrase" hint="Asked at unlock where the keychain is not there.">
            <Button onPress={() => openDialog('change-passphrase', {})}>Add a passphrase</Button>
          </SettingRow>
        )}
        {!isTogether && !has('keychain') && (
          <SettingRow
            label="This computer's keychain"
            hint={keychainSilence(vault.Keychain) ?? `${vault.Keychain.Backend} would open the vault while you are logged in.`}
          >
            <Button onPress={adding.run} isPending={adding.pending} isDisabled={vault.Keychain.State !== 'available'}>
              Add the keychain
            </Button>
          </SettingRow>
        )}
        {adding.error !== null && <ErrorNote error={adding.error} className="m-3" />}
      </SettingGroup>
      <SettingGroup title="Vault">
        <SettingRow label="Back-up" hint="The whole vault in one file, encrypted with a passphrase of its own. It is restored where there is no vault yet: on the first screen of a new data folder.">
          <Button onPress={() => openDialog('back-up-vault', {})}>Back up</Button>
        </SettingRow>
        <SettingRow label="Root key" hint="For when somebody may have had the key: everything is sealed under a new one, with a new recovery kit.">
          <Button onPress={() => openDialog('replace-root-key', {})}>Replace…</Button>
        </SettingRow>
        <SettingRow label="Seal" hint="Ends the process that holds the keys.">
          <Button onPress={sealVault} shortcut={shortcutText('Mod+L')}>
            Seal now
          </Button>
        </SettingRow>
      </SettingGroup>
      {removing !== null && <RemoveSlot slot={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

function SlotRow({ slot, slots, onRemove }: { readonly slot: Slot; readonly slots: readonly Slot[]; readonly onRemove: () => void }) {
  return (
    <SettingRow
      label={slotLabel(slot)}
      hint={
        <>
          {slot.Type !== 'recovery' && slot.Backend !== undefined && slot.Backend !== '' && `${slot.Backend}, `}
          added <RelativeTime ms={slot.CreatedDate * 1000} />
        </>
      }
    >
      {slot.Type === 'recovery' && <Chip tone={slot.Confirmed === true ? 'accent' : 'amber'}>{slot.Confirmed === true ? 'kept' : 'not confirmed'}</Chip>}
      {slot.Type === 'recovery' && <Button onPress={() => openDialog('recovery-kit', {})}>Renew</Button>}
      {(slot.Type === 'passphrase' || slot.Type === 'keychain-plus-passphrase') && <Button onPress={() => openDialog('change-passphrase', {})}>Change</Button>}
      {slot.Type !== 'recovery' && isRemovable(slot, slots) && <IconButton label={`Remove ${slotLabel(slot).toLowerCase()}`} icon={<Trash2 size={14} />} onPress={onRemove} />}
    </SettingRow>
  )
}

function RemoveSlot({ slot, onClose }: { readonly slot: Slot; readonly onClose: () => void }) {
  const removal = useAction(async () => {
    await call('workbench:RemoveSlot', { SlotId: slot.SlotId })
    await refreshStatus()
    onClose()
    notify({ kind: 'done', text: `${slotLabel(slot)} no longer opens the vault.` })
  })
  return (
    <ConfirmDialog title={`Remove ${slotLabel(slot).toLowerCase()}`} action="Remove" isDanger isPending={removal.pending} error={removal.error} onConfirm={removal.run} onClose={onClose}>
      It no longer opens the vault. Your secrets stay as they are, and the other ways go on working. Back-ups and copies made before keep opening as they did.
    </ConfirmDialog>
  )
}
