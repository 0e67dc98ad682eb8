import { useState } from 'react'
import type { EnvironmentStyle } from '../../../shared/environment-lines.ts'
import { Button } from '../../components/button.tsx'
import { ConnectFields, useConnectForm } from '../../components/connect-form.tsx'
import { ConnectedProgram } from '../../components/connected-program.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { preferredStyle } from '../../hooks/preferred-style.ts'
import { useConnect } from '../../hooks/use-connect.ts'
import { useFirstRequest } from '../../hooks/use-first-request.ts'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

const DESCRIPTION = 'AWS SDKs, the AWS CLI and containers read from this vault through the local endpoint.'

/** Connects one more program: a user, an access key and the lines for its environment. */
export function ConnectDialog() {
  const { connection, connecting } = useConnect()
  const [style, setStyle] = useState<EnvironmentStyle>(preferredStyle)
  const request = useFirstRequest(connection?.accessKeyId ?? null)
  const form = useConnectForm(useStore((state) => state.session.vault?.Endpoint.Port ?? state.preferences.endpointPort))
  const secretName = useStore((state) => state.secrets.summaries.get(state.selection.focusedArn ?? state.secrets.order[0] ?? '')?.Name)
  const connect = { ...connecting, run: () => connecting.run(form.userName, form.port) }
  if (connection === null) {
    return (
      <FormDialog
        title="Connect a program"
        description={DESCRIPTION}
        onClose={closeDialog}
        action="Switch on and make a key"
        canSubmit={form.isRight}
        submission={connect}
        className="flex flex-col gap-3"
      >
        <ConnectFields form={form} error={connecting.error} />
      </FormDialog>
    )
  }
  return (
    <Dialog
      title="Connect a program"
      description={DESCRIPTION}
      onClose={closeDialog}
      footer={
        <Button variant="primary" onPress={closeDialog}>
          Done
        </Button>
      }
    >
      <ConnectedProgram connection={connection} style={style} onStyle={setStyle} copy={copyText} request={request} secretName={secretName} />
    </Dialog>
  )
}
