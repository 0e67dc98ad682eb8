import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { findTemplate } from '../../../shared/secret-kinds/templates.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { bestMode, ValueEditor } from '../../components/value-editor.tsx'
import { DEFAULT_KEY, useKeyOptions } from '../../hooks/use-key-options.ts'
import { generatePassword } from '../../store/secret-values.ts'
import { closeDialog } from '../../store/view.ts'
import { BinaryFile } from './binary-file.tsx'
import { DatabaseFields } from './database-fields.tsx'
import { KindPicker } from './kind-picker.tsx'
import { NameField } from './name-field.tsx'
import { templateFields, templatePlaceholders, templateText } from './new-value.ts'
import { TagRows } from './tag-rows.tsx'
import { useNewSecret } from './use-new-secret.ts'

/** Makes a new secret of a chosen kind. */
export function CreateSecretDialog({ name: initialName = '' }: { readonly name?: string }) {
  const form = useNewSecret(initialName)
  const keyOptions = useKeyOptions()
  const [isTried, setIsTried] = useState(false)
  const template = findTemplate(form.kind)
  const problem = form.problem
  const isUntouched = form.edited.text === templateText(form.kind)
  function submit(): Promise<void> | undefined {
    setIsTried(true)
    return problem === null ? form.creating.run() : undefined
  }
  return (
    <Dialog
      title="New secret"
      width="large"
      onClose={closeDialog}
      hasEdits={form.hasEdits}
      isBusy={form.creating.pending}
      footer={
        <>
          <span className="min-w-0 flex-1 truncate text-sm text-red">{isTried && problem !== form.nameProblem ? problem : null}</span>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isPending={form.creating.pending} onPress={submit}>
            Create secret
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <KindPicker kind={form.kind} onChange={form.setKind} />
        <NameField name={form.name} onChange={form.setName} showEmpty={isTried} />
        <section aria-label="Value">
          {form.kind === 'database' ? <DatabaseFields edited={form.edited} onChange={form.setEdited} /> : null}
          {form.kind === 'binary' ? (
            <BinaryFile file={form.file} onChange={form.setFile} />
          ) : form.kind === 'database' ? null : (
            <ValueEditor
              key={form.kind}
              initialText={form.edited.text}
              initialMode={template.fields.length === 0 ? 'text' : isUntouched ? 'table' : bestMode(form.edited.text)}
              {...(isUntouched ? { initialFields: templateFields(template) } : {})}
              placeholders={templatePlaceholders(template)}
              onChange={form.setEdited}
              generate={generatePassword}
            />
          )}
        </section>
        <div className="grid grid-cols-2 gap-4">
          <TextField label="Description" value={form.description} onChange={form.setDescription} maxLength={LIMITS.descriptionCharacters} placeholder="What it is for" />
          <Select label="Encryption key" options={keyOptions} value={form.kmsKeyId ?? DEFAULT_KEY} onChange={(value) => form.setKmsKeyId(value === DEFAULT_KEY ? null : value)} />
        </div>
        <Disclosure label={form.tags.length === 0 ? 'Tags' : `Tags (${form.tags.length})`}>
          <TagRows rows={form.tags} onChange={form.setTags} />
        </Disclosure>
        {form.creating.error === null ? null : <ErrorNote error={form.creating.error} />}
      </div>
    </Dialog>
  )
}
