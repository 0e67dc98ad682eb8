import { Play } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { EndpointNote } from '../../components/endpoint-note.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Select } from '../../components/select.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { FunctionRun, RotationFunction } from '../../store/functions.ts'
import { findJsonProblem } from '../../../shared/secret-kinds/json-problem.ts'
import { RunOutcome } from './run-outcome.tsx'

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
type EventName = 'empty' | (typeof STEPS)[number]

const EVENTS: readonly { readonly value: EventName; readonly label: string }[] = [{ value: 'empty', label: 'Empty event' }, ...STEPS.map((step) => ({ value: step, label: step }))]

function eventText(name: EventName, secretArn: string | undefined): string {
  if (name === 'empty') return '{}'
  return JSON.stringify({ Step: name, SecretId: secretArn ?? 'ARN of the secret', ClientRequestToken: 'VersionId of its AWSPENDING version' }, null, 2)
}

/** Runs the function once with an event, as its role, and shows what it answered and wrote. */
export function TestRun(props: { readonly item: RotationFunction; readonly isInvokable: boolean; readonly secretArns: readonly string[]; readonly onRun: () => void }) {
  const { item, secretArns } = props
  const [name, setName] = useState<EventName>('empty')
  const [payload, setPayload] = useState('{}')
  const [run, setRun] = useState<FunctionRun | null>(null)
  const problem = findJsonProblem(payload)
  const running = useAction(async () => {
    setRun(null)
    try {
      setRun(await call('workbench:InvokeFunction', { FunctionName: item.FunctionArn, Payload: payload }))
    } finally {
      props.onRun()
    }
  })
  return (
    <>
      <SectionHeader title="Test run">
        <Select
          aria-label="Event"
          options={EVENTS}
          value={name}
          onChange={(next) => {
            setName(next)
            setPayload(eventText(next, secretArns[0]))
          }}
          className="w-36"
        />
        <Button icon={<Play size={14} aria-hidden />} isDisabled={!props.isInvokable || problem?.severity === 'error'} isPending={running.pending} onPress={running.run}>
          Run once
        </Button>
      </SectionHeader>
      <TextArea aria-label="Event as JSON" value={payload} onChange={setPayload} rows={name === 'empty' ? 2 : 5} mono error={problem?.severity === 'error' ? problem.message : null} />
      <p className="mt-1 text-sm text-muted">{props.isInvokable ? 'It really runs, with what it may do: a step that changes a password changes it.' : 'It can run once you have agreed to its code.'}</p>
      <EndpointNote className="mt-2" />
      {running.error === null ? null : <ErrorNote error={running.error} className="mt-2" />}
      {run === null ? null : <RunOutcome run={run} payload={run.Payload} />}
    </>
  )
}
