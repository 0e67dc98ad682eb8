import { useState } from 'react'
import type { EnvironmentStyle } from '../../../shared/environment-lines.ts'
import { Button } from '../../components/button.tsx'
import { ConnectForm } from '../../components/connect-form.tsx'
import { ConnectedProgram } from '../../components/connected-program.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { preferredStyle } from '../../hooks/preferred-style.ts'
import { useConnect } from '../../hooks/use-connect.ts'
import { useFirstRequest } from '../../hooks/use-first-request.ts'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

/** Connects one more program: a user, an access key and the lines for its environment. */
export function ConnectDialog() {
  const { connection, connecting } = useConnect()
  const [style, setStyle] = useState<EnvironmentStyle>(preferredStyle)
  const request = useFirstRequest(connection?.accessKeyId ?? null)
  const port = useStore((state) => state.session.vault?.Endpoint.Port ?? state.preferences.endpointPort)
  const secretName = useStore((state) => state.secrets.summaries.get(state.selection.focusedArn ?? state.secrets.order[0] ?? '')?.Name)
  return (
    <Dialog
      title="Connect a program"
      description="AWS SDKs, the AWS CLI and containers read from this vault through the local endpoint."
      onClose={closeDialog}
      isBusy={connecting.pending}
      {...(connection !== null && {
        footer: (
          <Button variant="primary" onPress={closeDialog}>
            Done
          </Button>
        ),
      })}
    >
      {connection === null ? (
        <ConnectForm port={port} pending={connecting.pending} error={connecting.error} onConnect={(userName, chosenPort) => void connecting.run(userName, chosenPort)} size="normal" />
      ) : (
        <ConnectedProgram connection={connection} style={style} onStyle={setStyle} copy={copyText} request={request} secretName={secretName} />
      )}
    </Dialog>
  )
}
