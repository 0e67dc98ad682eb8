import { Ellipsis } from 'lucide-react'
import { commandEntries } from '../../commands/menu-entries.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Note } from '../../components/note.tsx'
import { fullTimeText } from '../../components/relative-time.tsx'
import { call } from '../../api/coffer-api.ts'
import { useAction } from '../../hooks/use-action.ts'
import { enableKey, keyTitle, loadKeys } from '../../store/keys.ts'
import type { KeyItem } from '../../store/state.ts'
import { notify } from '../../store/toasts.ts'
import { secretCountText } from './affected-secrets.tsx'

/** All that can be done with a key, in one menu. */
export function KeyMenu({ item }: { readonly item: KeyItem }) {
  const entries = commandEntries(['keys.create-alias', 'keys.edit-policy', '-', 'keys.enable', 'keys.disable', 'keys.schedule-deletion', 'keys.cancel-deletion'])
  if (entries.length === 0) return null
  return (
    <Menu aria-label={`Actions for ${keyTitle(item)}`} entries={entries}>
      <IconButton label="More" icon={<Ellipsis size={16} />} />
    </Menu>
  )
}

/** Says why a key cannot be used now, what that means, and offers the way back. */
export function KeyStateNote({ item }: { readonly item: KeyItem }) {
  const { metadata, secretCount } = item
  const enabling = useAction(async () => {
    await enableKey(item)
    notify({ kind: 'done', text: `${keyTitle(item)} is enabled.` })
  })
  const cancelling = useAction(async () => {
    await call('kms:CancelKeyDeletion', { KeyId: metadata.KeyId })
    await loadKeys()
    notify({ kind: 'done', text: `${keyTitle(item)} stays. It is disabled until you enable it.` })
  })
  if (metadata.KeyState === 'Enabled') return null
  const error = enabling.error ?? cancelling.error
  const consequence = secretCount === 0 ? 'No secret needs it.' : `${secretCountText(secretCount)} cannot be read.`
  return (
    <div className="px-4 pt-3 pb-1">
      {metadata.KeyState === 'PendingDeletion' ? (
        <Note
          tone="red"
          title={`Will be deleted on ${metadata.DeletionDate === undefined ? 'an unknown day' : fullTimeText(metadata.DeletionDate * 1000)}`}
          actions={
            <>
              <Button onPress={enabling.run} isPending={enabling.pending}>
                Cancel the deletion and enable
              </Button>
              <Button variant="quiet" onPress={cancelling.run} isPending={cancelling.pending}>
                Only cancel the deletion
              </Button>
            </>
          }
        >
          {consequence} After that day nobody can bring the key or the values back.
        </Note>
      ) : metadata.KeyState === 'Disabled' ? (
        <Note
          tone="amber"
          title="Disabled"
          actions={
            <Button onPress={enabling.run} isPending={enabling.pending}>
              Enable key
            </Button>
          }
        >
          {consequence} Nothing is lost.
        </Note>
      ) : (
        <Note tone="amber" title={metadata.KeyState}>
          The key has no material yet and cannot be used.
        </Note>
      )}
      {error === null ? null : <ErrorNote error={error} className="mt-2" />}
    </div>
  )
}
