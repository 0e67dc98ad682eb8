import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { InPlaceForm } from '../../components/in-place-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { putTag, removeTag } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'

function TagForm(props: { readonly arn: string; readonly tag: { readonly key: string; readonly value: string }; readonly isNew: boolean; readonly onDone: () => void }) {
  const [key, setKey] = useState(props.tag.key)
  const [value, setValue] = useState(props.tag.value)
  const saving = useAction(async () => {
    await putTag(props.arn, key.trim(), value)
    props.onDone()
  })
  const problem = key.toLowerCase().startsWith('aws:') ? 'AWS keeps keys that start with aws: for itself.' : null
  return (
    <InPlaceForm className="px-2 py-2" onSubmit={() => key.trim() !== '' && problem === null && void saving.run()} onCancel={props.onDone}>
      <div className="flex items-start gap-2">
        <TextField aria-label="Tag key" placeholder="Key" value={key} onChange={setKey} isDisabled={!props.isNew} maxLength={LIMITS.tagKeyCharacters} error={problem} autoFocus={props.isNew} mono className="w-40" />
        <TextField aria-label="Tag value" placeholder="Value" value={value} onChange={setValue} maxLength={LIMITS.tagValueCharacters} autoFocus={!props.isNew} mono className="min-w-0 flex-1" />
        <Button type="submit" variant="primary" isPending={saving.pending} isDisabled={key.trim() === '' || problem !== null} className="my-0.5">
          Save
        </Button>
        <Button variant="quiet" onPress={props.onDone} className="my-0.5">
          Cancel
        </Button>
      </div>
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-2" />}
    </InPlaceForm>
  )
}

/** Tags, edited in place. */
export function TagsTab({ summary }: { readonly summary: SecretSummary }) {
  const [editing, setEditing] = useState<string | null>(null)
  const { ARN: arn, Tags: tags } = summary
  const removing = useAction(removeTag)
  const isNew = editing === ''
  // A replica's tags are those of its primary.
  const isReplica = summary.PrimaryRegion !== undefined
  if (tags.length === 0 && !isNew) {
    return (
      <EmptyState
        sentence="Tags sort secrets by team, stage or whatever you search for."
        {...(isReplica ? {} : { button: <Button variant="primary" onPress={() => setEditing('')}>Add a tag</Button> })}
        commandLine={`aws secretsmanager tag-resource --secret-id ${summary.Name} \\\n  --tags Key=team,Value=payments`}
      />
    )
  }
  return (
    <>
      {removing.error === null ? null : <ErrorNote error={removing.error} className="mb-3" />}
      <div role="table" aria-label="Tags" className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)_max-content] overflow-hidden rounded-lg border border-line bg-panel">
        {tags.map((tag) =>
          editing === tag.Key ? (
            <div key={tag.Key} role="row" className="col-span-3 border-t border-line2 first:border-t-0">
              <TagForm arn={arn} tag={{ key: tag.Key, value: tag.Value }} isNew={false} onDone={() => setEditing(null)} />
            </div>
          ) : (
            <div key={tag.Key} role="row" className="col-span-3 grid min-h-[34px] grid-cols-subgrid items-start border-t border-line2 py-1 pr-1.5 pl-3 first:border-t-0">
              <span role="rowheader" className="mono selectable min-w-[104px] py-[3px] @max-[400px]:min-w-[72px] pr-4 text-muted [overflow-wrap:anywhere]">
                {tag.Key}
              </span>
              <span role="cell" className="mono selectable min-w-0 py-[3px] [overflow-wrap:anywhere]">
                {tag.Value}
              </span>
              <span role="cell" className="flex h-[26px] items-center justify-end gap-0.5 pl-2">
                <WordButton label={`Edit the tag ${tag.Key}`} isDisabled={isReplica} onPress={() => setEditing(tag.Key)}>
                  Edit
                </WordButton>
                <WordButton label={`Remove the tag ${tag.Key}`} isDisabled={removing.pending || isReplica} onPress={() => void removing.run(arn, tag.Key, tag.Value)}>
                  Remove
                </WordButton>
              </span>
            </div>
          ),
        )}
        {isNew ? (
          <div role="row" className="col-span-3 border-t border-line2 first:border-t-0">
            <TagForm arn={arn} tag={{ key: '', value: '' }} isNew onDone={() => setEditing(null)} />
          </div>
        ) : null}
      </div>
      <div className="mt-2.5 flex items-center gap-2">
        <Button onPress={() => setEditing('')} isDisabled={isReplica || isNew || tags.length >= LIMITS.tagsPerSecret}>
          Add a tag
        </Button>
        <span className="flex-1 text-right text-sm text-faint tabular-nums">
          {tags.length} of {LIMITS.tagsPerSecret}
        </span>
      </div>
    </>
  )
}
