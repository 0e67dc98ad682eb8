import { useState } from 'react'
import type { EnvironmentStyle } from '../../../shared/environment-lines.ts'
import { Button } from '../../components/button.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useConnect } from '../../hooks/use-connect.ts'
import { useFirstRequest } from '../../hooks/use-first-request.ts'
import { ConnectFields, useConnectForm } from '../../components/connect-form.tsx'
import { ConnectedProgram } from '../../components/connected-program.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { preferredStyle } from '../../hooks/preferred-style.ts'

/** Third step: a user and an access key for a program, and the lines that point it here. */
export function ConnectStep({ onDone }: { readonly onDone: () => void }) {
  const { connection, connecting } = useConnect()
  const [style, setStyle] = useState<EnvironmentStyle>(preferredStyle)
  const request = useFirstRequest(connection?.accessKeyId ?? null)
  const secretName = useStore((state) => state.secrets.summaries.get(state.secrets.order[0] ?? '')?.Name)
  const form = useConnectForm(useStore((state) => state.preferences.endpointPort))
  return (
    <QuietColumn
      step={{ current: 3, count: 3, label: 'connect' }}
      title="Connect a program"
      intro="AWS SDKs, the AWS CLI and containers read from this vault through a local endpoint, once these lines are in their environment."
    >
      {connection === null ? (
        <form
          className="mt-4 flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (form.isRight) void connecting.run(form.userName, form.port)
          }}
        >
          <ConnectFields form={form} error={connecting.error} />
          {connecting.error === null ? null : <ErrorNote error={connecting.error} />}
          <div className="mt-1 flex items-center justify-between gap-4">
            <TextLink onPress={onDone}>Connect later</TextLink>
            <Button type="submit" variant="primary" size="large" isDisabled={!form.isRight} isPending={connecting.pending}>
              Switch on and make a key
            </Button>
          </div>
        </form>
      ) : (
        <ConnectedProgram connection={connection} style={style} onStyle={setStyle} copy={copyText} request={request} secretName={secretName} />
      )}
      {connection !== null && (
        <div className="mt-5 flex justify-end">
          <Button variant={request === null ? 'secondary' : 'primary'} size="large" onPress={onDone}>
            Open Coffer
          </Button>
        </div>
      )}
    </QuietColumn>
  )
}
