import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Note } from '../../components/note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { fullTimeText } from '../../components/relative-time.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useNow } from '../../hooks/use-now.ts'
import { enableKey, keyTitle, loadKeys } from '../../store/keys.ts'
import type { KeyItem } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { AffectedSecrets, secretCountText, useAffectedSecrets } from './affected-secrets.tsx'

const DAY_MS = 86_400_000
/** Source: KMS API reference, ScheduleKeyDeletion, PendingWindowInDays. */
const WINDOW_DAYS = { minimum: 7, maximum: 30 } as const

/** Says which secrets are lost with a key, asks for its name, and schedules the deletion. */
export function ScheduleKeyDeletionDialog({ keyArn }: { readonly keyArn: string }) {
  const item = useStore((state) => state.keys.items.find((one) => one.metadata.Arn === keyArn))
  return item === undefined ? null : <DeletionForm item={item} />
}

function DeletionForm({ item }: { readonly item: KeyItem }) {
  const [days, setDays] = useState<number>(WINDOW_DAYS.maximum)
  const [typed, setTyped] = useState('')
  const nowMs = useNow(30_000)
  const name = keyTitle(item)
  const affected = useAffectedSecrets(item.metadata.Arn)
  const scheduling = useAction(async () => {
    const { DeletionDate } = await call('kms:ScheduleKeyDeletion', { KeyId: item.metadata.KeyId, PendingWindowInDays: days })
    closeDialog()
    await loadKeys()
    const pending = { ...item, metadata: { ...item.metadata, KeyState: 'PendingDeletion' } }
    notify({ kind: 'done', text: `${name} will be deleted on ${fullTimeText(DeletionDate * 1000).replace(/,.*/, '')}.`, action: { label: 'Cancel and enable', run: () => enableKey(pending).catch(notifyError) } })
  })
  const canSchedule = affected.value !== null && typed.trim() === name
  const count = affected.value?.TotalCount ?? 0
  return (
    <FormDialog
      title={`Schedule the deletion of ${name}`}
      role="alertdialog"
      onClose={closeDialog}
      action="Schedule deletion"
      isDanger
      canSubmit={canSchedule}
      submission={scheduling}
      className="flex flex-col gap-4"
    >
      <div className="text-muted"><AffectedSecrets affected={affected} /></div>
      <NumberField label="Waiting period" value={days} onChange={setDays} {...WINDOW_DAYS} unit={days === 1 ? 'day' : 'days'} hint={`Deleted on ${fullTimeText(nowMs + days * DAY_MS)}`} />
      <Note tone="red" title={count === 0 ? 'The key cannot be used from now on' : `${secretCountText(count)} cannot be read from now on`}>
        You can cancel until the waiting period ends. After it, the key and everything that only it can decrypt are gone for good, and nobody can bring them back.
      </Note>
      <TextField label={`Type ${name} to confirm`} value={typed} onChange={setTyped} mono />
    </FormDialog>
  )
}
