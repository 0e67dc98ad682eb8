import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import type { EnvironmentStyle } from '../../../shared/environment-lines.ts'
import { Button } from '../../components/button.tsx'
import { ConnectedProgram } from '../../components/connected-program.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Note } from '../../components/note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { preferredStyle } from '../../hooks/preferred-style.ts'
import { useFirstRequest } from '../../hooks/use-first-request.ts'
import type { NewAccessKey } from '../../store/access.ts'
import { copyText } from '../../store/clipboard.ts'
import { switchEndpoint } from '../../store/endpoint.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { KeyScopeFields, scopeMembers, WHOLE_SCOPE } from './key-scope-fields.tsx'

/** A new access key: its secret is shown here, this once. */
export function CreateAccessKeyDialog({ userName }: { readonly userName: string }) {
  const [description, setDescription] = useState('')
  const [scope, setScope] = useState(WHOLE_SCOPE)
  const [made, setMade] = useState<NewAccessKey | null>(null)
  const creation = useAction(async () => {
    setMade(await call('workbench:CreateAccessKey', { UserName: userName, ...(description.trim() !== '' && { Description: description.trim() }), ...scopeMembers(scope, Date.now()) }))
  })
  if (made !== null) {
    return (
      <Dialog
        title={`Access key of ${userName}`}
        onClose={closeDialog}
        footer={
          <Button variant="primary" onPress={closeDialog}>
            Done
          </Button>
        }
      >
        <MadeKey made={made} />
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={`New access key for ${userName}`}
      description="An access key ID and a secret access key, with which a program signs its requests."
      onClose={closeDialog}
      action="Create access key"
      cancel="Not now"
      canSubmit
      submission={creation}
      className="flex flex-col gap-3"
    >
      <TextField label="What it is for" value={description} onChange={setDescription} placeholder="payments-api on my laptop" autoFocus maxLength={256} hint="So that you know later which key to take back." />
      <KeyScopeFields value={scope} onChange={setScope} />
    </FormDialog>
  )
}

function MadeKey({ made }: { readonly made: NewAccessKey }) {
  const [style, setStyle] = useState<EnvironmentStyle>(preferredStyle)
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  const region = useStore((state) => state.session.region)
  const secretName = useStore((state) => state.secrets.summaries.get(state.secrets.order[0] ?? '')?.Name)
  const request = useFirstRequest(made.AccessKey.AccessKeyId)
  const switching = useAction(async () => {
    await switchEndpoint(true)
  })
  const connection = {
    url: endpoint?.Url ?? `http://127.0.0.1:${endpoint?.Port ?? 7345}`,
    region,
    accessKeyId: made.AccessKey.AccessKeyId,
    secretAccessKey: made.SecretAccessKey,
  }
  return (
    <div>
      <Note tone="amber">Copy the secret access key now: it is shown this once. If it is lost, make another key and delete this one.</Note>
      {endpoint?.State !== 'on' && (
        <Note
          className="mt-3"
          actions={
            <Button onPress={switching.run} isPending={switching.pending}>
              Switch the endpoint on
            </Button>
          }
        >
          The endpoint is {endpoint?.State ?? 'off'}. Programs reach the vault once it is on.
        </Note>
      )}
      {switching.error !== null && <ErrorNote error={switching.error} className="mt-3" />}
      <ConnectedProgram connection={connection} style={style} onStyle={setStyle} copy={copyText} request={request} secretName={secretName} />
    </div>
  )
}
