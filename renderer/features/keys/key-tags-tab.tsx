import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { InPlaceForm } from '../../components/in-place-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import type { KeyItem } from '../../store/state.ts'

/** A key's tags, edited in place. They count in conditions on aws:ResourceTag. */
export function KeyTagsTab({ item }: { readonly item: KeyItem }) {
  const { KeyId, KeyManager, KeyState } = item.metadata
  const [revision, setRevision] = useState(0)
  const [editing, setEditing] = useState<{ readonly key: string; readonly value: string } | null>(null)
  const { value, error } = useLatest(`${KeyId} ${revision}`, () => call('kms:ListResourceTags', { KeyId, Limit: LIMITS.tagsPerSecret }))
  const changed = () => {
    setEditing(null)
    setRevision(revision + 1)
  }
  const removing = useAction(async (TagKey: string) => {
    await call('kms:UntagResource', { KeyId, TagKeys: [TagKey] })
    changed()
  })
  if (error !== null) return <ErrorNote error={error} />
  if (value === null) return null
  const canChange = KeyManager === 'CUSTOMER' && KeyState !== 'PendingDeletion'
  if (value.Tags.length === 0 && editing === null) {
    return (
      <EmptyState
        sentence={canChange ? 'Tags sort keys, and policies can ask for them.' : KeyManager === 'AWS' ? 'The keys that AWS manages cannot be tagged.' : 'It has no tags, and gets none while its deletion is pending.'}
        {...(canChange && { button: <Button variant="primary" onPress={() => setEditing({ key: '', value: '' })}>Add a tag</Button>, commandLine: `aws kms tag-resource --key-id ${KeyId} \\\n  --tags TagKey=team,TagValue=payments` })}
      />
    )
  }
  return (
    <>
      {removing.error === null ? null : <ErrorNote error={removing.error} className="mb-3" />}
      <ul aria-label="Tags" className="overflow-hidden rounded-lg border border-line bg-panel">
        {value.Tags.map((tag) => (
          <li key={tag.TagKey} className="flex min-h-[34px] items-center gap-3 border-line2 px-3 not-first:border-t">
            <span className="mono selectable w-2/5 text-muted [overflow-wrap:anywhere]">{tag.TagKey}</span>
            <span className="mono selectable min-w-0 flex-1 [overflow-wrap:anywhere]">{tag.TagValue}</span>
            {canChange ? (
              <span className="flex">
                <WordButton label={`Edit the tag ${tag.TagKey}`} onPress={() => setEditing({ key: tag.TagKey, value: tag.TagValue })}>
                  Edit
                </WordButton>
                <WordButton label={`Remove the tag ${tag.TagKey}`} isDisabled={removing.pending} onPress={() => void removing.run(tag.TagKey)}>
                  Remove
                </WordButton>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {editing === null ? (
        canChange ? <Button className="mt-2.5" onPress={() => setEditing({ key: '', value: '' })}>Add a tag</Button> : null
      ) : (
        <TagForm key={editing.key} keyId={KeyId} tag={editing} onDone={changed} onCancel={() => setEditing(null)} />
      )}
    </>
  )
}

function TagForm(props: { readonly keyId: string; readonly tag: { readonly key: string; readonly value: string }; readonly onDone: () => void; readonly onCancel: () => void }) {
  const isNew = props.tag.key === ''
  const [key, setKey] = useState(props.tag.key)
  const [value, setValue] = useState(props.tag.value)
  const problem = key.toLowerCase().startsWith('aws:') ? 'AWS keeps keys that start with aws: for itself.' : null
  const saving = useAction(async () => {
    await call('kms:TagResource', { KeyId: props.keyId, Tags: [{ TagKey: key.trim(), TagValue: value }] })
    props.onDone()
  })
  return (
    <InPlaceForm className="mt-2.5" onSubmit={() => key.trim() !== '' && problem === null && void saving.run()} onCancel={props.onCancel}>
      <div className="flex items-start gap-2">
        <TextField aria-label="Tag key" placeholder="Key" value={key} onChange={setKey} isDisabled={!isNew} maxLength={LIMITS.tagKeyCharacters} error={problem} autoFocus={isNew} mono className="w-2/5" />
        <TextField aria-label="Tag value" placeholder="Value" value={value} onChange={setValue} maxLength={LIMITS.tagValueCharacters} autoFocus={!isNew} mono className="min-w-0 flex-1" />
        <Button type="submit" variant="primary" isPending={saving.pending} isDisabled={key.trim() === '' || problem !== null} className="my-0.5">
          Save
        </Button>
        <Button variant="quiet" onPress={props.onCancel} className="my-0.5">
          Cancel
        </Button>
      </div>
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-2" />}
    </InPlaceForm>
  )
}
