import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Note } from '../../components/note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { Switch } from '../../components/switch.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { copyText } from '../../store/clipboard.ts'
import { switchEndpoint, type EndpointStatus } from '../../store/endpoint.ts'
import { useStore } from '../../store/store.ts'
import { endpointSentence } from './endpoint-words.ts'

/** On or off, the port, and why it is not on when it should be. */
export function EndpointSwitch() {
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  return endpoint === undefined ? null : <SwitchFor endpoint={endpoint} />
}

function SwitchFor({ endpoint }: { readonly endpoint: EndpointStatus }) {
  const [port, setPort] = useState(endpoint.Port)
  useEffect(() => setPort(endpoint.Port), [endpoint.Port])
  const switching = useAction(async (enabled: boolean, chosenPort?: number) => {
    await switchEndpoint(enabled, chosenPort)
  })
  const isOn = endpoint.State === 'on' || endpoint.State === 'starting'
  const problem = switching.error?.message ?? (endpoint.State === 'failed' ? (endpoint.Reason ?? null) : null)
  return (
    <div className="rounded-lg border border-line bg-panel p-3">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <Switch isSelected={isOn} onChange={(enabled) => void switching.run(enabled)} isDisabled={switching.pending}>
          <b>{endpoint.State === 'failed' ? 'Could not switch on' : isOn ? 'On' : 'Off'}</b>
        </Switch>
        {switching.pending && <Spinner label="Switching" />}
        {endpoint.State === 'on' && endpoint.Url !== undefined && (
          <span className="flex min-w-0 items-center gap-1">
            <span className="mono selectable truncate">{endpoint.Url}</span>
            <CopyButton copy={() => copyText(endpoint.Url ?? '', { secret: false })} label="Copy the URL" />
          </span>
        )}
        <span className="flex-1" />
        <div className="flex items-center gap-2">
          <span className="text-sm text-muted">Port</span>
          <NumberField aria-label="Port" value={port} onChange={setPort} minimum={1} maximum={65_535} className="w-[132px]" />
          {(port !== endpoint.Port || endpoint.State === 'failed') && (
            <Button onPress={() => switching.run(true, port)} isPending={switching.pending}>
              {endpoint.State === 'failed' ? 'Try again' : isOn ? 'Move' : 'Switch on here'}
            </Button>
          )}
        </div>
      </div>
      <p className="mt-1 text-sm text-muted">
        {endpointSentence(endpoint.State)}
        {endpoint.FirstRequestDate !== undefined && endpoint.State === 'on' && (
          <>
            {' '}
            First request <RelativeTime ms={endpoint.FirstRequestDate * 1000} />.
          </>
        )}
      </p>
      {problem !== null && (
        <Note tone="red" role="alert" className="mt-2">
          {problem}
        </Note>
      )}
    </div>
  )
}
