import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { InPlaceForm } from '../../components/in-place-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { loadKeys } from '../../store/keys.ts'
import type { KeyItem } from '../../store/state.ts'

/** A key's description, edited in place. */
export function KeyDescription({ item }: { readonly item: KeyItem }) {
  const { metadata } = item
  const [text, setText] = useState<string | null>(null)
  const saving = useAction(async () => {
    await call('kms:UpdateKeyDescription', { KeyId: metadata.KeyId, Description: text ?? '' })
    await loadKeys()
    setText(null)
  })
  if (text === null) {
    return (
      <span className="flex items-start gap-2">
        <span className="min-w-0 flex-1">{metadata.Description === '' ? <span className="text-faint">none</span> : metadata.Description}</span>
        {metadata.KeyManager === 'AWS' || metadata.KeyState === 'PendingDeletion' ? null : (
          <WordButton label="Edit description" onPress={() => setText(metadata.Description)}>
            Edit
          </WordButton>
        )}
      </span>
    )
  }
  return (
    <InPlaceForm onSubmit={() => void saving.run()} onCancel={() => setText(null)}>
      <TextField aria-label="Description" value={text} onChange={setText} maxLength={LIMITS.kmsDescriptionCharacters} autoFocus />
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-2" />}
      <span className="mt-1.5 flex gap-2">
        <Button type="submit" variant="primary" isPending={saving.pending}>
          Save
        </Button>
        <Button variant="quiet" onPress={() => setText(null)}>
          Cancel
        </Button>
      </span>
    </InPlaceForm>
  )
}
