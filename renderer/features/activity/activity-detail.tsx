import { Filter, Scale, SquareArrowOutUpRight, X } from 'lucide-react'
import { doorLabel, durationLabel, operationLabel, principalLabel, resourceLabel } from '../../../shared/activity-words.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { FullTime } from '../../components/relative-time.tsx'
import { explain, questionOfCall } from '../../store/explain.ts'
import { copyText } from '../../store/clipboard.ts'
import { select } from '../../store/selection.ts'
import type { ActivityEvent } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { showFolder } from '../../store/view.ts'
import { OUTCOME_TONE } from './activity-columns.tsx'
import { refusalWords } from './refusal-words.ts'

interface ActivityDetailProps {
  readonly event: ActivityEvent
  readonly onClose: () => void
  readonly onOnlySecret: (secretId: string) => void
}

/** Everything that was recorded of one call, with the decision and what it means. */
export function ActivityDetail({ event, onClose, onOnlySecret }: ActivityDetailProps) {
  const secretArn = event.Resources.find((resource) => resource.includes(':secretsmanager:') && resource.includes(':secret:'))
  const isThere = useStore((state) => secretArn !== undefined && state.secrets.summaries.get(secretArn)?.DeletedDate === undefined && state.secrets.summaries.has(secretArn))
  const question = questionOfCall(event)
  const meaning = event.ErrorCode === undefined ? null : refusalWords(event.ErrorCode)
  return (
    <aside aria-label="Call" className="w-[340px] flex-none overflow-y-auto border-l border-line bg-bg px-4 py-3.5 max-[1000px]:w-[280px]">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg break-words">{operationLabel(event.Operation)}</h2>
          <p className="text-sm text-muted">
            <span className={OUTCOME_TONE[event.Outcome]}>{event.Outcome}</span> · {durationLabel(event.DurationMicros)} · {doorLabel(event.Door)}
          </p>
        </div>
        <IconButton label="Close" icon={<X size={16} />} onPress={onClose} className="-mr-2" />
      </header>
      {event.ErrorCode !== undefined && (
        <Note tone={event.Outcome === 'refused' ? 'red' : 'amber'} title={event.ErrorCode} className="mt-3">
          {meaning}
        </Note>
      )}
      {question !== null && (
        <div className="mt-3">
          <Button icon={<Scale size={14} aria-hidden />} onPress={() => explain(question)}>
            Explain access
          </Button>
        </div>
      )}
      {secretArn !== undefined && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          <Button
            icon={<SquareArrowOutUpRight size={14} aria-hidden />}
            isDisabled={!isThere}
            onPress={() => {
              showFolder(null)
              select(secretArn)
            }}
          >
            Open the secret
          </Button>
          <Button icon={<Filter size={14} aria-hidden />} onPress={() => onOnlySecret(secretArn)}>
            Only its calls
          </Button>
        </div>
      )}
      <div className="mt-4">
        <Facts rows={facts(event)} labelWidth={88} />
      </div>
    </aside>
  )
}

function facts(event: ActivityEvent): readonly Fact[] {
  const optional = (label: string, value: string | undefined): readonly Fact[] => (value === undefined ? [] : [{ label, value: <Mono text={value} /> }])
  return [
    { label: 'When', value: <FullTime ms={event.EventDate * 1000} /> },
    { label: 'Who', value: <Mono text={event.PrincipalArn} shown={principalLabel(event.PrincipalArn)} /> },
    ...(event.Resources.length === 0
      ? []
      : [
          {
            label: 'On',
            value: event.Resources.map((resource) => <Mono key={resource} text={resource} shown={resourceLabel(resource)} />),
          },
        ]),
    { label: 'Decision', value: event.Decision ?? (event.Outcome === 'allowed' ? 'allowed' : 'not recorded') },
    ...optional('Access key', event.AccessKeyId),
    ...optional('Address', event.SourceIp),
    { label: 'Account', value: <Mono text={event.AccountId} /> },
    { label: 'Region', value: event.Region },
    { label: 'Request ID', value: <Mono text={event.RequestId} /> },
    { label: 'Entry', value: <span className="tabular-nums">{event.Sequence.toLocaleString('en')}</span> },
  ]
}

/** An id that can be copied whole, even where a shorter name stands for it. */
function Mono({ text, shown }: { readonly text: string; readonly shown?: string }) {
  return (
    <span className="group flex items-start gap-1" title={text}>
      <span className="mono min-w-0 flex-1 break-all">{shown ?? text}</span>
      <CopyButton copy={() => copyText(text, { secret: false })} label="Copy" className="-my-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100" />
    </span>
  )
}
