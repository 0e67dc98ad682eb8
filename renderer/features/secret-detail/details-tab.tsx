import { useState } from 'react'
import { parseArn } from '../../../shared/arn.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { fullTimeText, RelativeTime } from '../../components/relative-time.tsx'
import { lastReadText, SECRET_KIND_TEXT } from '../../components/secret-words.ts'
import { InPlaceForm } from '../../components/in-place-form.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { copyText } from '../../store/clipboard.ts'
import { findKey, keyTitle } from '../../store/keys.ts'
import { setDescription } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

function Moment({ seconds }: { readonly seconds: number }) {
  return (
    <>
      <span title={fullTimeText(seconds * 1000)}>{fullTimeText(seconds * 1000).replace(/ \(.*/, '')}</span> <span className="text-faint">· {<RelativeTime ms={seconds * 1000} />}</span>
    </>
  )
}

function Description({ summary }: { readonly summary: SecretSummary }) {
  const [text, setText] = useState<string | null>(null)
  const saving = useAction(async () => {
    await setDescription(summary.ARN, text ?? '')
    setText(null)
  })
  if (text === null) {
    return (
      <span className="flex items-start gap-2">
        <span className="min-w-0 flex-1">{summary.Description === undefined || summary.Description === '' ? <span className="text-faint">none</span> : summary.Description}</span>
        <WordButton label="Edit description" isDisabled={summary.PrimaryRegion !== undefined} onPress={() => setText(summary.Description ?? '')}>
          Edit
        </WordButton>
      </span>
    )
  }
  return (
    <InPlaceForm onSubmit={() => void saving.run()} onCancel={() => setText(null)}>
      <TextArea aria-label="Description" value={text} onChange={setText} maxLength={LIMITS.descriptionCharacters} rows={2} autoFocus />
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-2" />}
      <span className="mt-1.5 flex gap-2">
        <Button type="submit" variant="primary" isPending={saving.pending}>
          Save
        </Button>
        <Button variant="quiet" onPress={() => setText(null)}>
          Cancel
        </Button>
      </span>
    </InPlaceForm>
  )
}

/** All that is known of a secret but its value. */
export function DetailsTab({ summary }: { readonly summary: SecretSummary }) {
  const keys = useStore((state) => state.keys)
  const accounts = useStore((state) => state.session.accounts)
  const key = findKey(keys, summary.KmsKeyId)
  const arn = parseArn(summary.ARN)
  const account = accounts.find((one) => one.AccountId === arn?.accountId)
  return (
    <Facts
      rows={[
        {
          label: 'ARN',
          value: (
            <span className="flex items-start gap-1">
              <span className="mono min-w-0 flex-1 break-all">{summary.ARN}</span>
              <CopyButton look="word" label="Copy ARN" copy={() => copyText(summary.ARN, { secret: false })} />
            </span>
          ),
        },
        { label: 'Description', value: <Description summary={summary} /> },
        { label: 'Kind', value: SECRET_KIND_TEXT[summary.Kind] },
        { label: 'Account', value: `${account === undefined ? '' : `${account.Name} · `}${arn?.accountId ?? ''}` },
        { label: 'Region', value: arn?.region ?? '' },
        {
          label: 'Key',
          value: (
            <span className="flex items-start gap-2">
              <span className="min-w-0 flex-1">
                {key === null ? (summary.KmsKeyId ?? 'alias/aws/secretsmanager') : keyTitle(key)}
                {key === null ? null : <span className="mono block text-sm text-muted break-all">{key.metadata.Arn}</span>}
              </span>
              <WordButton label="Change the key" onPress={() => openDialog('change-key', { arns: [summary.ARN] })}>
                Change
              </WordButton>
            </span>
          ),
        },
        { label: 'Versions', value: `${summary.VersionCount.toLocaleString('en')} kept, ${Object.keys(summary.VersionIdsToStages).length} with labels` },
        { label: 'Created', value: <Moment seconds={summary.CreatedDate} /> },
        { label: 'Changed', value: <Moment seconds={summary.LastChangedDate} /> },
        {
          label: 'Last read',
          value: summary.LastAccessedDate === undefined ? <span className="text-faint">never</span> : `${lastReadText(summary.LastAccessedDate)} (AWS keeps the day, in UTC)`,
        },
        ...(summary.DeletedDate === undefined ? [] : [{ label: 'Gone after', value: <Moment seconds={summary.DeletedDate} /> }]),
      ]}
    />
  )
}
