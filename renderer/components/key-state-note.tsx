import { parseArn } from '../../shared/arn.ts'
import { useAction } from '../hooks/use-action.ts'
import { enableKey, findKey, focusKey, keyTitle } from '../store/keys.ts'
import type { KeyItem } from '../store/state.ts'
import { useStore } from '../store/store.ts'
import { notify } from '../store/toasts.ts'
import { openDialog, showSection } from '../store/view.ts'
import { Button } from './button.tsx'
import { ErrorNote } from './error-note.tsx'
import { Note } from './note.tsx'
import { fullTimeText, RelativeTime } from './relative-time.tsx'

/** Says in a secret's pane why its value cannot be read, when its key is the reason, with the way back. */
export function KeyStateNote({ kmsKeyId, arn }: { readonly kmsKeyId: string | undefined; readonly arn: string }) {
  const keys = useStore((state) => state.keys)
  const item = findKey(keys, kmsKeyId)
  if (item === null) return keys.loaded && isOfSameAccount(kmsKeyId, arn) ? <GoneKey kmsKeyId={kmsKeyId ?? ''} arn={arn} /> : null
  return item.metadata.KeyState === 'Enabled' ? null : <UnusableKey item={item} />
}

/** Keys of other accounts are not in the list, and the default key is made when it is first needed. */
function isOfSameAccount(kmsKeyId: string | undefined, arn: string): boolean {
  if (kmsKeyId === undefined) return false
  const key = parseArn(kmsKeyId)
  const secret = parseArn(arn)
  return key === null || (key.accountId === secret?.accountId && key.region === secret.region)
}

function UnusableKey({ item }: { readonly item: KeyItem }) {
  const { metadata } = item
  const isLeaving = metadata.KeyState === 'PendingDeletion'
  const enabling = useAction(async () => {
    await enableKey(item)
    notify({ kind: 'done', text: `${keyTitle(item)} is enabled. Its secrets can be read again.` })
  })
  const name = <span className="mono">{keyTitle(item)}</span>
  return (
    <div className="px-4 pt-3">
      <Note
        tone="red"
        title={isLeaving ? 'Nobody can read this secret: its key waits for deletion' : `Nobody can read this secret: its key is ${stateWord(metadata.KeyState)}`}
        actions={
          <>
            {metadata.KeyState === 'PendingImport' ? null : (
              <Button onPress={enabling.run} isPending={enabling.pending}>
                {isLeaving ? 'Cancel the deletion and enable' : 'Enable the key'}
              </Button>
            )}
            <Button
              variant="quiet"
              onPress={() => {
                showSection('keys')
                focusKey(metadata.Arn)
              }}
            >
              Show the key
            </Button>
          </>
        }
      >
        {isLeaving && metadata.DeletionDate !== undefined ? (
          <>
            {name} is deleted <span title={fullTimeText(metadata.DeletionDate * 1000)}><RelativeTime ms={metadata.DeletionDate * 1000} /></span>. From then on the value cannot be recovered.
          </>
        ) : (
          <>The value is kept. It opens again as soon as {name} is enabled.</>
        )}
      </Note>
      {enabling.error === null ? null : <ErrorNote error={enabling.error} className="mt-2" />}
    </div>
  )
}

function stateWord(state: string): string {
  return state === 'PendingImport' ? 'waiting for its key material' : state.toLowerCase()
}

function GoneKey({ kmsKeyId, arn }: { readonly kmsKeyId: string; readonly arn: string }) {
  return (
    <div className="px-4 pt-3">
      <Note tone="red" title="The key of this secret no longer exists" actions={<Button onPress={() => openDialog('change-key', { arns: [arn] })}>Choose another key</Button>}>
        What was encrypted with <span className="mono break-all">{kmsKeyId}</span> cannot be read any more. Choose another key, then store a new value.
      </Note>
    </div>
  )
}
