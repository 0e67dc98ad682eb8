import { X } from 'lucide-react'
import { Chip } from '../../components/chip.tsx'
import { Facts } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { lastReadText, SECRET_KIND_TEXT } from '../../components/secret-words.ts'
import { keyLabel } from '../../store/keys.ts'
import { useStore } from '../../store/store.ts'
import { setPeeking } from '../../store/view.ts'

/** What is known of the focused secret without reading its value; it follows the arrow keys. */
export function PeekCard() {
  const summary = useStore((state) => (state.selection.focusedArn === null ? undefined : state.secrets.summaries.get(state.selection.focusedArn)))
  const keys = useStore((state) => state.keys)
  if (summary === undefined) return null
  const rows = [
    { label: 'Kind', value: SECRET_KIND_TEXT[summary.Kind] },
    ...(summary.Description === undefined ? [] : [{ label: 'Description', value: summary.Description }]),
    ...(summary.JsonKeys.length === 0 ? [] : [{ label: 'JSON keys', value: <span className="mono">{summary.JsonKeys.join(', ')}</span> }]),
    {
      label: 'Tags',
      value:
        summary.Tags.length === 0 ? (
          <span className="text-faint">none</span>
        ) : (
          <span className="flex flex-wrap gap-1">
            {summary.Tags.map((tag) => (
              <Chip key={tag.Key}>{tag.Value === '' ? tag.Key : `${tag.Key} = ${tag.Value}`}</Chip>
            ))}
          </span>
        ),
    },
    { label: 'Key', value: keyLabel(keys, summary.KmsKeyId) },
    { label: 'Versions', value: String(summary.VersionCount) },
    { label: 'Changed', value: <RelativeTime ms={summary.LastChangedDate * 1000} /> },
    { label: 'Last read', value: summary.LastAccessedDate === undefined ? <span className="text-faint">never</span> : lastReadText(summary.LastAccessedDate) },
  ]
  return (
    <aside aria-label="Peek" aria-live="polite" className="appear absolute inset-x-4 bottom-4 z-20 max-h-[60%] overflow-auto rounded-xl bg-panel p-4 shadow-float">
      <div className="mb-3 flex items-start gap-2">
        <SecretName name={summary.Name} wraps className="min-w-0 flex-1 font-bold" />
        <IconButton label="Close" shortcut="Esc" icon={<X size={14} />} onPress={() => setPeeking(false)} className="-mt-1 -mr-1" />
      </div>
      <Facts rows={rows} labelWidth={88} />
    </aside>
  )
}
